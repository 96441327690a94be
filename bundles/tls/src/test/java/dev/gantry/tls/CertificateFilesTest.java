package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.api.error.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {
    @TempDir
    Path directory;

    private void openssl(String line) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        Process process = new ProcessBuilder(("/usr/bin/openssl " + line).split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assertEquals(0, process.waitFor(), line);
    }

    private Map<String, Object> settings(boolean verify) {
        return Map.of(
                "tls",
                true,
                "tlsverify",
                verify,
                "tlscacert",
                directory.resolve("cert.pem").toString(),
                "tlscert",
                directory.resolve("cert.pem").toString(),
                "tlskey",
                directory.resolve("key.pem").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -out key.pem 2048",
                "genrsa -out key.pem 2048",
                "ecparam -name prime256v1 -genkey -noout -out key.pem",
                "genpkey -algorithm ED25519 -out key.pem",
            })
    void readsEveryUsualKindOfKey(String make) throws Exception {
        openssl(make);
        openssl("req -x509 -new -key key.pem -subj /CN=localhost -days 1 -out cert.pem");
        CertificateFiles files = CertificateFiles.read(settings(true));
        assertTrue(files.clientCertificateRequired());
        assertEquals("TLS", files.sslContext().getProtocol());
        assertFalse(CertificateFiles.read(settings(false)).clientCertificateRequired());
    }

    @Test
    void aMissingFileIsNamed() {
        EngineException e = assertThrows(EngineException.class, () -> CertificateFiles.read(settings(true)));
        assertTrue(e.getMessage().startsWith("could not load X509 key pair (cert: \""), e.getMessage());
        assertTrue(e.getMessage().endsWith("cert.pem: no such file or directory"), e.getMessage());
    }

    @Test
    void aFileWithoutACertificateIsRefused() throws IOException {
        Files.writeString(directory.resolve("cert.pem"), "nothing");
        EngineException e = assertThrows(EngineException.class, () -> CertificateFiles.read(settings(true)));
        assertTrue(e.getMessage().contains("failed to find any PEM data"), e.getMessage());
    }
}
