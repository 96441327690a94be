package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsServer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS through a proxy that wants a password. Java sends none by itself: the daemon's JVM, and that of these tests, is started with
/// `jdk.http.auth.tunneling.disabledSchemes` empty.
@Timeout(60)
class ProxyTunnelTest {
    /// Need not prove who it is; where https fails, http is tried.
    private static final String REGISTRY = "reg.invalid:5000";

    private static final String STRICT = "strict.invalid:5000";

    private HttpsServer server;
    private PasswordProxy proxy;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new TestAuthority(directory).server(false);
        String known = Base64.getEncoder().encodeToString("me:it:s".getBytes(StandardCharsets.UTF_8));
        proxy = new PasswordProxy("Basic " + known, server.getAddress().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    private List<String> tags(String user, String host) {
        HttpRegistry registry = new HttpRegistry(
                new JacksonCodec(),
                RegistrySettings.of(
                        Map.of(
                                "https-proxy",
                                "http://" + user + "@" + proxy.host(),
                                "insecure-registries",
                                new String[] {REGISTRY}),
                        HostileRegistry.SHORT));
        try (RepositoryClient client =
                registry.open(Reference.parse(host + "/a"), Credentials.NONE, Access.PULL, Map.of())) {
            return client.tags();
        }
    }

    @Test
    void tellsTheProxyWhoItIs() {
        assertEquals(List.of("there"), tags("me:it%3As", REGISTRY));
        assertTrue(proxy.heads.getFirst().startsWith("CONNECT " + REGISTRY + " HTTP/1.1\r\n"), proxy.heads.getFirst());
    }

    @Test
    void aRefusalIsToldInTheWordsOfItsStatusAndWithoutThePassword() {
        EngineException refused = assertThrows(EngineException.class, () -> tags("me:secret", STRICT));
        assertEquals("Get \"https://" + STRICT + "/v2/\": Proxy Authentication Required", refused.getMessage());
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("secret"), String.valueOf(cause));
        }
        proxy.refuseWith(403);
        assertEquals(
                "Get \"https://" + STRICT + "/v2/\": Forbidden",
                assertThrows(EngineException.class, () -> tags("me:secret", STRICT))
                        .getMessage());
    }
}
