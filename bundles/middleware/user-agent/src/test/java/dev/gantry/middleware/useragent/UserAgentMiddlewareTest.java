package dev.gantry.middleware.useragent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.testkit.http.FakeExchange;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UserAgentMiddlewareTest {
    private static String seen(FakeExchange exchange) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        new UserAgentMiddleware().wrap(_ -> seen.set(ClientAgent.current())).handle(exchange);
        return seen.get();
    }

    @Test
    void theRequestKnowsItsClient() throws Exception {
        FakeExchange exchange = new FakeExchange("GET", "/x").header("User-Agent", "Docker-Client/28.2.2 (linux)");
        assertEquals("Docker-Client/28.2.2 (linux)", seen(exchange));
        assertEquals("", ClientAgent.current(), "and nobody after it");
    }

    private static List<String> logged(String agent) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(UserAgentMiddleware.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        try {
            seen(new FakeExchange("GET", "/x").header("User-Agent", agent));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(log);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aDockerClientOfAnotherReleaseIsNotedAtLevelDebug() throws Exception {
        assertEquals(
                List.of("client and server don't have the same version (client: 1.12.6, server: " + ApiVersion.RELEASE
                        + ")"),
                logged("Docker-Client/1.12.6 (linux)"));
        assertEquals(List.of(), logged("Docker-Client/" + ApiVersion.RELEASE + " (linux)"));
        assertEquals(List.of(), logged("curl/8"));
    }

    @Test
    void aClientWithoutANameIsNobody() throws Exception {
        assertEquals("", seen(new FakeExchange("GET", "/x")));
    }

    @Test
    void whatCouldBreakALogOrAHeaderIsLeftOut() throws Exception {
        assertEquals("ab", seen(new FakeExchange("GET", "/x").header("User-Agent", "a\u0001\u00e9b")));
        assertEquals(
                256,
                seen(new FakeExchange("GET", "/x").header("User-Agent", "x".repeat(1000)))
                        .length());
    }
}
