package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.http.TlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    static Path dir;

    /// The first handshake of a process takes its time.
    private static final Limits PATIENT = new Limits(
            4096,
            16 * 1024,
            64 * 1024,
            200,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));

    /// Says farewell soon.
    private static final Limits BRIEF = new Limits(
            PATIENT.requestLine(),
            PATIENT.headers(),
            PATIENT.jsonBody(),
            PATIENT.connections(),
            PATIENT.headTime(),
            PATIENT.bodyStall(),
            PATIENT.answerStall(),
            PATIENT.streamStall(),
            Duration.ofMillis(50));

    private static SSLContext context;

    private static SSLContext other;

    private record Fixed(SSLContext sslContext, boolean clientCertificateRequired) implements TlsContext {
        Fixed(boolean clientCertificateRequired) {
            this(context, clientCertificateRequired);
        }
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        context = makeContext("client");
        other = makeContext("other");
    }

    private static SSLContext makeContext(String name) throws Exception {
        Path store = dir.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("x", keys.getCertificate("x"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return made;
    }

    private static SSLSocket connect(SSLContext client, int port) throws IOException {
        return (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
    }

    private static final String PING = "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n";

    private static int listen(TestServer server) {
        List<String> addresses = server.server.bind(List.of("unix://" + server.socket, "tcp://any"));
        String tcp = addresses.getLast();
        return Integer.parseInt(tcp.substring(tcp.lastIndexOf(':') + 1));
    }

    private static String talk(Socket socket, String request, String end) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }

    @Test
    void servesTcpByTlsAndKnowsTheClient() throws Exception {
        Route who = Route.get(
                "/who",
                e -> e.respondJson(
                        200,
                        e.peer()
                                        .certificates()
                                        .getFirst()
                                        .getSubjectX500Principal()
                                        .getName()
                                + e.peer().uid()));
        try (TestServer server = new TestServer(PATIENT, who)) {
            server.server.bindTls(new Fixed(true));
            try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", listen(server))) {
                String request = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n";
                assertTrue(talk(socket, request, "CN=client-1\n").startsWith("HTTP/1.1 200 OK"));
                talk(socket, request, "CN=client-1\n");
            }
        }
    }

    @Test
    void hijacksAndEndsEachDirectionByItself() throws Exception {
        Route echo = Route.post("/attach", e -> {
            try (Hijacked raw = e.hijack("x/y")) {
                raw.input().transferTo(raw.output());
                raw.output().write("bye".getBytes(StandardCharsets.US_ASCII));
            }
        });
        try (TestServer server = new TestServer(PATIENT, echo)) {
            server.server.bindTls(new Fixed(false));
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", listen(server))) {
                socket.setEnabledProtocols(new String[] {"TLSv1.3"});
                talk(socket, "POST /attach HTTP/1.1\r\nHost: x\r\n\r\nhello", "hello");
                socket.shutdownOutput();
                assertEquals("bye", new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void tellsAClientThatSpeaksPlainHttp() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(false));
            try (Socket socket = new Socket("127.0.0.1", listen(server))) {
                talk(
                        socket,
                        "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n",
                        "Client sent an HTTP request to an HTTPS server.\n");
            }
        }
    }

    @Test
    void neverServesInTheClearWhatIsToBeEncrypted() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.modified(Map.of("tls", true));
            int port = listen(server);
            try (Socket socket = new Socket("127.0.0.1", port)) {
                assertThrows(IOException.class, () -> talk(socket, "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n", "OK"));
            }
            Fixed first = new Fixed(false);
            server.server.bindTls(first);
            server.server.unbindTls(first);
            try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
                talk(socket, "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n", "OK");
            }
        }
    }

    @Test
    void newCertificatesHoldForNewConnectionsAndOpenOnesLiveOn() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            AtomicReference<SSLContext> current = new AtomicReference<>(context);
            server.server.bindTls(new TlsContext() {
                @Override
                public SSLContext sslContext() {
                    return current.get();
                }

                @Override
                public boolean clientCertificateRequired() {
                    return false;
                }
            });
            int port = listen(server);
            try (SSLSocket before = connect(context, port)) {
                talk(before, PING, "OK");
                current.set(other);
                assertThrows(IOException.class, () -> {
                    try (SSLSocket distrusting = connect(context, port)) {
                        talk(distrusting, PING, "OK");
                    }
                });
                try (SSLSocket after = connect(other, port)) {
                    talk(after, PING, "OK");
                }
                talk(before, PING, "OK");
            }
        }
    }

    @Test
    void mutualTlsTrustsOneAuthorityAndNoOther() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(true));
            int port = listen(server);
            SSLContext keyless = SSLContext.getInstance("TLS");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(dir.resolve("client.p12"))) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD);
                trusted.load(null, null);
                trusted.setCertificateEntry("x", keys.getCertificate("x"));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            keyless.init(null, trust.getTrustManagers(), null);
            try (SSLSocket socket = connect(keyless, port)) {
                assertThrows(IOException.class, () -> talk(socket, PING, "OK"));
            }
            KeyManagerFactory strange = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(dir.resolve("other.p12"))) {
                keys.load(in, PASSWORD);
            }
            strange.init(keys, PASSWORD);
            SSLContext stranger = SSLContext.getInstance("TLS");
            stranger.init(strange.getKeyManagers(), trust.getTrustManagers(), null);
            try (SSLSocket socket = connect(stranger, port)) {
                assertThrows(IOException.class, () -> talk(socket, PING, "OK"));
            }
            try (SSLSocket socket = connect(context, port)) {
                talk(socket, PING, "OK");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksHttp11AndNothingElse(String version) throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(false));
            int port = listen(server);
            try (SSLSocket socket = connect(context, port)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {version});
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                socket.setSSLParameters(parameters);
                talk(socket, PING, "OK");
                assertEquals("http/1.1", socket.getApplicationProtocol());
                assertEquals(version, socket.getSession().getProtocol());
            }
        }
    }

    /// The client would rather have the weaker one.
    @Test
    void theServerChoosesTheCipher() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(false));
            try (SSLSocket socket = connect(context, listen(server))) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {"TLSv1.2"});
                parameters.setCipherSuites(new String[] {
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
                });
                socket.setSSLParameters(parameters);
                talk(socket, PING, "OK");
                assertEquals(
                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        socket.getSession().getCipherSuite());
            }
        }
    }

    @Test
    void refusesWhatIsOlderThanTls12() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(false));
            try (Socket socket = new Socket("127.0.0.1", listen(server))) {
                // A greeting of TLS 1.1: record, handshake, version 3.2, 32 bytes at random, no session, one cipher.
                byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
                byte[] head = {22, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, 2};
                System.arraycopy(head, 0, hello, 0, head.length);
                byte[] tail = {0, 2, (byte) 0xc0, 0x13, 1, 0};
                System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
                socket.getOutputStream().write(hello);
                byte[] answer = socket.getInputStream().readAllBytes();
                assertEquals(21, answer[0], "an alert");
                assertEquals(70, answer[6], "protocol_version");
            }
        }
    }

    @Test
    void aSilentClientIsCut() throws Exception {
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(false));
            try (Socket socket = new Socket("127.0.0.1", listen(server))) {
                assertEquals(-1, socket.getInputStream().read());
            }
        }
    }

    @Test
    void aUnixSocketIsNeverEncrypted() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            server.server.bindTls(new Fixed(true));
            try (RawClient client = server.connect()) {
                client.request("GET /_ping").until("OK");
            }
        }
    }

    @Test
    void tlsThatIsTurnedOffIsOff() throws Exception {
        try (TestServer server = new TestServer(PATIENT, Route.get("/_ping", TestServer::ok))) {
            Fixed tls = new Fixed(false);
            server.server.modified(Map.of("tls", true));
            server.server.bindTls(tls);
            int port = listen(server);
            try (SSLSocket socket = connect(context, port)) {
                talk(socket, PING, "OK");
                server.server.unbindTls(tls);
                server.server.modified(Map.of("tls", false));
                talk(socket, PING, "OK");
            }
            try (Socket plain = new Socket("127.0.0.1", port)) {
                talk(plain, PING, "OK");
            }
        }
    }

    /// A new version, after the two steps in which Declarative Services take the component of the old one away.
    private static final class Update implements AutoCloseable {
        private final HttpApiServer successor = new HttpApiServer(Map.of(), PATIENT, _ -> {});

        Update(TestServer old, Router router) throws InterruptedException {
            old.server.deactivate();
            old.server.unbindRouter(router);
            successor.takeOver();
        }

        @Override
        public void close() throws InterruptedException {
            successor.stop(Duration.ofMillis(1));
            successor.deactivate();
        }
    }

    @Test
    void aConnectionThatRestsDuringAnUpdateIsAnsweredOnceMoreAndToldOfItsEnd() throws Exception {
        Router router = () -> List.of(Route.get("/_ping", TestServer::ok));
        try (TestServer server = new TestServer(PATIENT)) {
            server.server.bindTls(new Fixed(false));
            server.server.bindRouter(router, Map.of());
            int port = listen(server);
            try (Socket used = connect(context, port);
                    SSLSocket fresh = connect(context, port)) {
                assertFalse(talk(used, PING, "\r\n\r\nOK").contains("onnection: close"));
                fresh.startHandshake();
                try (Update update = new Update(server, router)) {
                    assertEquals(2, update.successor.status().listening().size());
                    for (Socket socket : List.of(used, fresh)) {
                        String answer = talk(socket, PING, "\r\n\r\nOK").toLowerCase(Locale.ROOT);
                        assertTrue(answer.startsWith("http/1.1 200 ok"), answer);
                        assertTrue(answer.contains("connection: close"), answer);
                        assertEquals(-1, socket.getInputStream().read());
                    }
                }
            }
        }
    }

    @Test
    void anAnswerUnderWayDuringAnUpdateEndsAndLeavesRoomForOneMoreRequest() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Router router = () -> List.of(Route.get("/_ping", TestServer::ok), Route.get("/slow", e -> {
            TestServer.ok(e);
            under.countDown();
            finish.await();
        }));
        try (TestServer server = new TestServer(PATIENT)) {
            server.server.bindTls(new Fixed(false));
            server.server.bindRouter(router, Map.of());
            try (Socket socket = connect(context, listen(server))) {
                talk(socket, PING.replace("_ping", "slow"), "\r\n\r\nOK");
                under.await();
                try (Update update = new Update(server, router)) {
                    assertEquals(2, update.successor.status().listening().size());
                    finish.countDown();
                    String answer = talk(socket, PING, "\r\n\r\nOK").toLowerCase(Locale.ROOT);
                    assertTrue(answer.contains("connection: close"), answer);
                    assertEquals(-1, socket.getInputStream().read());
                }
            }
        }
    }

    /// Its head promised that the connection stays, for the update was yet to come.
    @Test
    void anAnswerThatLastsLongerThanTheFarewellLeavesNoConnectionForEver() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Router router = () -> List.of(Route.get("/_ping", TestServer::ok), Route.get("/slow", e -> {
            TestServer.ok(e);
            under.countDown();
            finish.await();
        }));
        try (TestServer server = new TestServer(BRIEF)) {
            server.server.bindTls(new Fixed(false));
            server.server.bindRouter(router, Map.of());
            int port = listen(server);
            try (Socket socket = connect(context, port);
                    Socket idle = connect(context, port)) {
                socket.setSoTimeout(10_000);
                talk(socket, PING.replace("_ping", "slow"), "\r\n\r\nOK");
                under.await();
                talk(idle, PING, "\r\n\r\nOK");
                try (Update update = new Update(server, router)) {
                    assertEquals(2, update.successor.status().listening().size());
                    // Both were given the same time.
                    assertEquals(-1, idle.getInputStream().read());
                    finish.countDown();
                    assertEquals(-1, socket.getInputStream().read());
                }
            }
        }
    }

    @Test
    void aConnectionThatRestsForLongAfterAnUpdateIsClosed() throws Exception {
        Router router = () -> List.of(Route.get("/_ping", TestServer::ok));
        try (TestServer server = new TestServer(BRIEF)) {
            server.server.bindTls(new Fixed(false));
            server.server.bindRouter(router, Map.of());
            try (Socket socket = connect(context, listen(server))) {
                talk(socket, PING, "\r\n\r\nOK");
                try (Update update = new Update(server, router)) {
                    assertEquals(2, update.successor.status().listening().size());
                    assertEquals(-1, socket.getInputStream().read());
                }
            }
        }
    }
}
