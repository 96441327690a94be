package dev.gantry.middleware.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionMiddlewareTest {
    private final Map<String, String> headers = new TreeMap<>();
    private String answer = "";

    private void ask(Map<String, Object> settings, String version) throws Exception {
        InvocationHandler fake = (_, method, args) -> switch (method.getName()) {
            case "setHeader" -> headers.put((String) args[0], (String) args[1]);
            case "versionInPath" -> version;
            case "apiVersion" -> version == null ? ApiVersion.NEWEST : ApiVersion.parse(version);
            case "respondBytes" ->
                answer = args[0] + " " + args[1] + " " + new String((byte[]) args[2], StandardCharsets.UTF_8);
            default -> throw new AssertionError(method);
        };
        Exchange exchange = (Exchange)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Exchange.class}, (p, m, a) -> {
                    Object result = fake.invoke(p, m, a);
                    return m.getReturnType() == void.class ? null : result;
                });
        new VersionMiddleware(settings).wrap(_ -> answer = "handled").handle(exchange);
    }

    private String refusal(Map<String, Object> settings, String version) {
        return assertThrows(EngineException.class, () -> ask(settings, version)).getMessage();
    }

    @Test
    void noVersionInThePathIsTheNewest() throws Exception {
        ask(Map.of(), null);
        assertEquals("handled", answer);
    }

    @Test
    void setsServerApiVersionAndOstype() throws Exception {
        ask(Map.of(), null);
        assertEquals("{Api-Version=1.51, Ostype=linux, Server=Docker/28.5.2 (linux)}", headers.toString());
    }

    @Test
    void theHeadersAreThereBeforeTheCheck() {
        refusal(Map.of(), "1.52");
        assertEquals("{Api-Version=1.51, Ostype=linux, Server=Docker/28.5.2 (linux)}", headers.toString());
    }

    @Test
    void servesTheOldestAndTheNewest() throws Exception {
        ask(Map.of(), "1.24");
        ask(Map.of(), "1.51");
        assertEquals("handled", answer);
    }

    @Test
    void newerThanTheServerIsTooNew() {
        assertEquals(
                "client version 1.52 is too new. Maximum supported API version is 1.51", refusal(Map.of(), "1.52"));
        assertEquals("client version 2.0 is too new. Maximum supported API version is 1.51", refusal(Map.of(), "2.0"));
    }

    @Test
    void olderThanTheOldestIsTooOld() {
        assertEquals(
                "client version 1.30 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version",
                refusal(Map.of("api-min-version", "1.44"), "1.30"));
    }

    @Test
    void clientsFromBeforeJsonErrorsAreToldInPlainText() throws Exception {
        ask(Map.of(), "1.23");
        assertEquals(
                "400 text/plain; charset=utf-8 client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version\n",
                answer);
    }
}
