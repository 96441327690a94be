package dev.gantry.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gantry.api.error.EngineException;
import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A plugin behind HTTPS.
@Timeout(60)
class TlsTest {
    @TempDir
    Path directory;

    private HttpsServer server;
    private LegacyPlugins plugins;

    @BeforeEach
    void serve() throws Exception {
        certificate("plugin", "IP:127.0.0.1");
        certificate("other", "IP:127.0.0.1");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream store = Files.newInputStream(directory.resolve("plugin.p12"))) {
            keys.load(store, "secret".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/Plugin.Activate", TlsTest::activate);
        server.start();
        plugins = new LegacyPlugins(new Discovery(directory.resolve("run"), List.of(directory)), Duration.ofMillis(20));
        plugins.bindJson(new JacksonCodec());
    }

    private static void activate(HttpExchange exchange) throws IOException {
        byte[] body = "{\"Implements\":[\"authz\"]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void certificate(String name, String alternative) throws Exception {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name
                + " -addext subjectAltName=" + alternative + " -days 1 -keyout " + name + ".key -out " + name + ".pem");
        openssl("pkcs12 -export -passout pass:secret -inkey " + name + ".key -in " + name + ".pem -out " + name
                + ".p12");
    }

    private void openssl(String line) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        Process process = new ProcessBuilder(("/usr/bin/openssl " + line).split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    @AfterEach
    void stop() {
        if (plugins != null) {
            plugins.leave();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    private List<String> kinds(String name, String tls) throws IOException {
        String address = "https://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(
                directory.resolve(name + ".json"),
                "{\"Name\":\"" + name + "\",\"Addr\":\"" + address + "\"" + tls.replace("DIR", directory.toString())
                        + "}");
        return plugins.find(name, "authz", Duration.ZERO).kinds();
    }

    @Test
    void withoutAnAuthorityItsCertificateIsNotVerified() throws IOException {
        assertEquals(List.of("authz"), kinds("a", ""));
        assertEquals(List.of("authz"), kinds("b", ",\"TLSConfig\":{}"));
    }

    @Test
    void withAnAuthorityItIs() throws IOException {
        assertEquals(List.of("authz"), kinds("a", ",\"TLSConfig\":{\"CAFile\":\"DIR/plugin.pem\"}"));
        assertThrows(EngineException.class, () -> kinds("b", ",\"TLSConfig\":{\"CAFile\":\"DIR/other.pem\"}"));
        assertEquals(
                List.of("authz"),
                kinds("c", ",\"TLSConfig\":{\"CAFile\":\"DIR/other.pem\",\"InsecureSkipVerify\":true}"));
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        String words = assertThrows(
                        EngineException.class, () -> kinds("a", ",\"TLSConfig\":{\"CAFile\":\"DIR/missing.pem\"}"))
                .getMessage();
        assertTrue(words.contains("TLS files cannot be used"), words);
    }
}
