package dev.gantry.registry;

import static dev.gantry.registry.HostileRegistry.header;
import static dev.gantry.registry.HostileRegistry.respond;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.json.JacksonCodec;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlobUploadTest {
    private static final String UPLOAD = "/v2/a/b/blobs/uploads/1";
    private static final Descriptor BLOB = new Descriptor("layer", "sha256:" + "ab".repeat(32), 10);

    private final HostileRegistry server = new HostileRegistry();
    private final AtomicInteger patches = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    @BeforeEach
    void begin() {
        server.on("/v2/a/b/blobs/uploads/", exchange -> {
            header(exchange, "Location", UPLOAD + "?state=begun");
            respond(exchange, 202, "");
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void push() {
        HttpRegistry registry =
                new HttpRegistry(new JacksonCodec(), RegistrySettings.of(Map.of(), HostileRegistry.SHORT));
        try (RepositoryClient client =
                registry.open(Reference.parse(server.host() + "/a/b:1"), Credentials.NONE, Access.PUSH, Map.of())) {
            client.pushBlob(BLOB, () -> new ByteArrayInputStream("0123456789".getBytes(UTF_8)), sent::set);
        }
    }

    private List<HostileRegistry.Seen> seen(String method) {
        return server.seen.stream()
                .filter(seen -> seen.method().equals(method) && seen.target().startsWith(UPLOAD))
                .toList();
    }

    /// @param received how much the registry says it has after a break
    private void breaks(int times, String received) {
        server.on(UPLOAD, exchange -> {
            header(exchange, "Location", UPLOAD + "?state=" + exchange.getRequestMethod());
            switch (exchange.getRequestMethod()) {
                case "PATCH" -> respond(exchange, patches.incrementAndGet() <= times ? 500 : 202, "");
                case "GET" -> {
                    header(exchange, "Range", received);
                    respond(exchange, 204, "");
                }
                default -> respond(exchange, 201, "");
            }
        });
    }

    @Test
    void goesOnWhereItBroke() {
        breaks(1, "0-3");
        push();
        assertEquals("0123456789", seen("PATCH").getFirst().body());
        assertEquals("456789", seen("PATCH").getLast().body());
        assertEquals("4-9", seen("PATCH").getLast().header("Content-range"));
        assertTrue(seen("PATCH").getLast().target().endsWith("state=GET"));
        assertEquals(
                UPLOAD + "?state=PATCH&digest=" + BLOB.digest(),
                seen("PUT").getLast().target());
        assertEquals(10, sent.get());
    }

    @Test
    void endsWhenAllHadArrivedBeforeTheBreak() {
        breaks(1, "0-9");
        push();
        assertEquals(1, seen("PATCH").size());
        assertEquals(1, seen("PUT").size());
    }

    @Test
    void givesUpWhenNothingFurtherArrives() {
        breaks(Integer.MAX_VALUE, "0-0");
        assertThrows(EngineException.class, this::push);
        assertEquals(3, seen("PATCH").size());
        assertEquals(1, seen("DELETE").size());
    }

    @Test
    void givesUpAtOnceWhenRefused() {
        server.on(
                UPLOAD,
                exchange -> respond(
                        exchange,
                        exchange.getRequestMethod().equals("DELETE") ? 204 : 403,
                        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
        assertEquals(
                "denied: no", assertThrows(EngineException.class, this::push).getMessage());
        assertEquals(1, seen("PATCH").size());
        assertEquals(1, seen("DELETE").size());
    }
}
