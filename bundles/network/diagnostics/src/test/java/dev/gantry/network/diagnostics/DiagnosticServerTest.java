package dev.gantry.network.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiagnosticServerTest {
    private static final String KEY = "network-diagnostic-port";

    @TempDir
    Path execRoot;

    private final HttpClient client = HttpClient.newHttpClient();
    private DiagnosticServer server;
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = freePort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @AfterEach
    void leave() {
        client.close();
        if (server != null) {
            server.leave();
        }
    }

    private DiagnosticServer start(int on) {
        server = new DiagnosticServer(Map.of(KEY, (long) on, "exec-root", execRoot.toString()));
        return server;
    }

    private static HttpRequest request(int on, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + on + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = client.send(request(port, path), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals(
                path.contains("json") ? "application/json" : "text/plain",
                answer.headers().firstValue("content-type").orElse(""));
        return answer.body();
    }

    private static DaemonConfig config(int on) {
        return new DaemonConfig(Map.of(KEY, (long) on));
    }

    private Preparation prepare(int before, int after) {
        return server.prepare(ConfigChange.between(config(before), config(after)));
    }

    @Test
    void isNotThereUnlessConfigured() {
        start(0);
        assertThrows(ConnectException.class, () -> get("/ready"));
    }

    @Test
    void saysThatItIsReadyAndWhatMayBeAsked() throws Exception {
        start(port);
        assertEquals("OK\nOK", get("/ready"));
        assertEquals("OK\n/\n/help\n/ready\n/stackdump\n", get("/help"));
    }

    @Test
    void saysItInJsonToo() throws Exception {
        start(port);
        assertEquals("{\"message\":\"OK\",\"details\":{\"info\":\"OK\"}}", get("/ready?json"));
        assertTrue(get("/ready?json=pretty").contains("\n  \"message\" : \"OK\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing"})
    void pointsToItsHelp(String path) throws Exception {
        start(port);
        assertEquals("not implemented\nUsage: URL path: " + path + " no method implemented check /help\n", get(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/join",
                "/networkpeers",
                "/clusterpeers",
                "/joinnetwork",
                "/leavenetwork",
                "/createentry",
                "/updateentry",
                "/deleteentry",
                "/getentry",
                "/gettable",
                "/networkstats"
            })
    void saysThatThereIsNoSwarm(String path) throws Exception {
        start(port);
        assertEquals(
                "not implemented\nUsage: URL path: " + path
                        + " asks the cluster's networks, and this node is in no swarm\n",
                get(path));
    }

    @Test
    void writesTheStacksOfAllThreadsAndKeepsTheNewest() throws Exception {
        start(port);
        Path directory = execRoot.resolve("diagnostics");
        for (int i = 0; i < 12; i++) {
            String answer = get("/stackdump");
            assertTrue(answer.startsWith("OK\ngoroutine stacks written to " + directory), answer);
            Path file = Path.of(answer.substring(answer.indexOf('/')));
            assertTrue(Files.readString(file).contains("DiagnosticServerTest"), "has the thread of this test");
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.count() <= 8);
        }
    }

    @Test
    void aPortThatIsTakenIsLeftToItsOwner() throws Exception {
        try (ServerSocket owner = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            start(port);
            assertFalse(owner.isClosed());
            int free = freePort();
            start(free);
            EngineException refused = assertThrows(EngineException.class, () -> prepare(free, port));
            assertEquals(
                    KEY + ": listen tcp 127.0.0.1:" + port + ": bind: address already in use", refused.getMessage());
        }
    }

    @Test
    void nobodyElseGetsItsPort() {
        start(port);
        assertThrows(IOException.class, () -> new ServerSocket(port));
    }

    @Test
    void aReloadStartsAndMovesAndStopsIt() throws Exception {
        start(0);
        prepare(0, port).commit();
        assertEquals("OK\nOK", get("/ready"));
        int before = port;
        port = freePort();
        prepare(before, port).commit();
        assertEquals("OK\nOK", get("/ready"));
        prepare(port, 0).commit();
        assertThrows(ConnectException.class, () -> get("/ready"));
        port = before;
        assertThrows(ConnectException.class, () -> get("/ready"));
    }

    @Test
    void clientsOfAPortThatIsOnlyPreparedWait() throws Exception {
        start(0);
        Preparation ready = prepare(0, port);
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(port, "/ready"), HttpResponse.BodyHandlers.ofString());
        assertFalse(answer.isDone());
        ready.commit();
        assertEquals("OK\nOK", answer.get().body());
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        private int other;

        @Override
        protected Reconfigurable newPart() {
            return start(port);
        }

        @Override
        protected DaemonConfig inForce() {
            return config(port);
        }

        @Override
        protected DaemonConfig acceptable() throws IOException {
            other = freePort();
            return config(other);
        }

        @Override
        protected DaemonConfig unacceptable() throws IOException {
            return config(taken().getLocalPort());
        }

        private ServerSocket owner;

        private ServerSocket taken() throws IOException {
            owner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            return owner;
        }

        /// Which of its ports answers. The first one is asked first: what is only prepared lets its clients wait.
        @Override
        protected Object visible(Reconfigurable of) throws Exception {
            try {
                return answerOf(port);
            } catch (ConnectException e) {
                return answerOf(other);
            }
        }

        private String answerOf(int on) throws Exception {
            return on
                    + client.send(request(on, "/ready"), HttpResponse.BodyHandlers.ofString())
                            .body();
        }

        @Override
        protected void release(Reconfigurable gone) throws IOException {
            ((DiagnosticServer) gone).leave();
            if (owner != null) {
                owner.close();
            }
        }
    }
}
