package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.TlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    static Path dir;

    private static SSLContext context;

    private record Fixed(boolean clientCertificateRequired) implements TlsContext {
        @Override
        public SSLContext sslContext() {
            return context;
        }
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=client",
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
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

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
        try (TestServer server = new TestServer(who)) {
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
        try (TestServer server = new TestServer(echo)) {
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
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok))) {
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
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok))) {
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
}
