package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Route;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// What the log has of failed requests.
@Timeout(20)
class FailureLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureAnswers.class);

    private List<String> logged(EngineException failure) throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (TestServer server = new TestServer(Route.get("/x", _ -> {
                    throw failure;
                }));
                RawClient client = server.connect()) {
            client.request("GET /x");
            client.until("}\n");
        } finally {
            logger.detachAppender(log);
        }
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void aFailureOfTheServerIsAnErrorInTheLog() throws IOException {
        assertEquals(
                List.of("ERROR Handler for GET /x returned error: the disk is full"),
                logged(EngineException.system("the disk is full")));
        assertEquals(
                List.of("ERROR Handler for GET /x returned error: come back later"),
                logged(EngineException.unavailable("come back later")));
    }

    @Test
    void aFailureOfTheClientIsNone() throws IOException {
        assertEquals(List.of(), logged(EngineException.notFound("No such container: x")));
        assertEquals(List.of(), logged(EngineException.invalidParameter("invalid filter")));
        assertEquals(List.of(), logged(EngineException.conflict("name in use")));
    }
}
