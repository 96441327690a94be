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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final List<SocketChannel> reserved = new ArrayList<>();
    private DiagnosticServer server;
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = freePort();
    }

    /// A port that nobody gets by chance until the end of the test: it is bound, not listening, so that who names it may listen on it.
    private int freePort() throws IOException {
        SocketChannel holder = SocketChannel.open();
        reserved.add(holder);
        holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return ((InetSocketAddress) holder.getLocalAddress()).getPort();
    }

    @AfterEach
    void leave() throws IOException {
        client.close();
        if (server != null) {
            server.leave();
        }
        for (SocketChannel holder : reserved) {
            holder.close();
        }
    }

    private DiagnosticServer start(int on) {
        server = new DiagnosticServer(Map.of(KEY, (long) on, "exec-root", execRoot.toString()));
        server.start();
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
        assertFalse(server.isOpen());
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
        try (ServerSocket owner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = owner.getLocalPort();
            start(taken);
            assertFalse(server.isOpen());
            prepare(taken, port).commit();
            assertTrue(server.isOpen());
            EngineException refused = assertThrows(EngineException.class, () -> prepare(port, taken));
            assertEquals(
                    KEY + ": listen tcp 127.0.0.1:" + taken + ": bind: address already in use", refused.getMessage());
            assertEquals("OK\nOK", get("/ready"));
        }
    }

    /// A client that says exactly what it is told to.
    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String asked(String path, String connection) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n";
    }

    @Test
    void aConnectionsRequestsAreAnsweredOneByOne() throws Exception {
        start(port);
        try (Socket socket = connect()) {
            // The stacks take their time: what was asked after them would be answered before.
            say(
                    socket,
                    asked("/stackdump", "keep-alive")
                            + asked("/ready", "keep-alive").repeat(100)
                            + asked("/help", "close"));
            String[] answers = rest(socket).split("HTTP/1.1 200 OK\r\n");
            assertEquals(103, answers.length);
            assertTrue(answers[1].contains("goroutine stacks written to"), answers[1]);
            for (int i = 2; i < 102; i++) {
                assertTrue(answers[i].endsWith("OK\nOK"), answers[i]);
            }
            assertTrue(answers[102].contains("/stackdump"), answers[102]);
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosed() throws Exception {
        start(port);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                clients.add(connect());
            }
            try (Socket late = connect()) {
                assertEquals(-1, late.getInputStream().read());
            }
            say(clients.getFirst(), asked("/ready", "close"));
            assertTrue(rest(clients.getFirst()).endsWith("OK\nOK"));
        } finally {
            for (Socket socket : clients) {
                socket.close();
            }
        }
    }

    @Test
    void whatIsNotHttpIsRefused() throws Exception {
        start(port);
        try (Socket socket = connect()) {
            say(socket, "what is this\r\n\r\n");
            String answer = rest(socket);
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
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
        try (Socket socket = connect()) {
            say(socket, asked("/ready", "close"));
            socket.setSoTimeout(500);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            socket.setSoTimeout(20_000);
            ready.commit();
            assertTrue(rest(socket).endsWith("OK\nOK"));
        }
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
