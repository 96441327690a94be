package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `certs.d/<host>/`, against a server whose certificates nobody knows. Here loopback has to prove who it is.
@Timeout(60)
class HostCertificatesTest {
    private static final String UNKNOWN =
            "tls: failed to verify certificate: x509: certificate signed by unknown authority";

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private HttpsServer server;
    private HttpRegistry registry;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority(directory);
        RegistrySettings usual = RegistrySettings.of(Map.of());
        registry = new HttpRegistry(
                new JacksonCodec(),
                new RegistrySettings(
                        List.of(), List.of(), directory.resolve("certs.d"), usual.proxies(), usual.limits()));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private List<String> tags() {
        try (RepositoryClient client =
                registry.open(Reference.parse(host() + "/a"), Credentials.NONE, Access.PULL, Map.of())) {
            return client.tags();
        }
    }

    private String failure() {
        return assertThrows(EngineException.class, this::tags).getMessage();
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve("certs.d").resolve(host()).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void remove(String name) throws IOException {
        Files.delete(directory.resolve("certs.d").resolve(host()).resolve(name));
    }

    @Test
    void certificatesAreReadAgainWhenTheyChange() throws Exception {
        server = authority.server(false);
        assertEquals("Get \"https://" + host() + "/v2/\": " + UNKNOWN, failure());
        write("ca.crt", authority.certificate("ca"));
        assertEquals(List.of("there"), tags());
        write("ca.crt", authority.certificate("client"));
        assertTrue(failure().endsWith(UNKNOWN));
        remove("ca.crt");
        assertTrue(failure().endsWith(UNKNOWN));
    }

    @Test
    void clientCertificatesComeInPairs() throws Exception {
        server = authority.server(true);
        write("ca.crt", authority.certificate("ca"));
        assertThrows(EngineException.class, this::tags);
        write("client.cert", authority.certificate("client"));
        assertEquals(
                "missing key client.key for client certificate client.cert. CA certificates must use the extension .crt",
                failure());
        write("client.key", authority.key("client"));
        assertEquals(List.of("there"), tags());
        remove("client.cert");
        assertEquals("missing client certificate client.cert for key client.key", failure());
    }

    @Test
    void aBadFileIsNamed() throws Exception {
        server = authority.server(false);
        write("ca.crt", "nonsense");
        assertTrue(failure().startsWith("could not read the certificates of registry " + host() + ": "), failure());
        assertTrue(failure().contains("ca.crt"), failure());
        write("ca.crt", authority.certificate("ca"));
        write("c.cert", authority.certificate("client"));
        write("c.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertTrue(failure().endsWith("the private key in c.key is encrypted"), failure());
        write("c.key", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertTrue(failure().endsWith("damaged private key in c.key"), failure());
    }

    @Test
    void anInsecureRegistryNeedNotProveAnything() throws Exception {
        server = authority.server(false);
        registry.configure(Map.of(
                "insecure-registries",
                new String[] {host()},
                "certs-dir",
                directory.resolve("certs.d").toString()));
        assertEquals(List.of("there"), tags());
    }
}
