package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairFilesTest {
    private static final String EC_KEY = "ecparam -name prime256v1 -genkey -noout -out key.pem";

    @TempDir
    Path directory;

    private TlsSettings settings(boolean verify) {
        return new TlsSettings(true, verify, path("ca.pem"), path("cert.pem"), path("key.pem"));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void make(String... lines) throws IOException, InterruptedException {
        for (String line : lines) {
            OpenSsl.run(directory, line);
        }
    }

    private void makePair() throws IOException, InterruptedException {
        make(EC_KEY, "req -x509 -new -key key.pem -subj /CN=localhost -days 1 -out cert.pem");
    }

    private KeyPairFiles.Loaded load(boolean verify) {
        return new KeyPairFiles(settings(verify), Instant.now()).load();
    }

    private String refusal(boolean verify) {
        return assertThrows(EngineException.class, () -> load(verify)).getMessage();
    }

    private String pair(String words) {
        return words + " (cert: \"" + path("cert.pem") + "\", key: \"" + path("key.pem") + "\"): ";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -out key.pem 2048",
                "genrsa -out key.pem 2048",
                EC_KEY,
                "ecparam -name secp384r1 -genkey -out key.pem",
                "ecparam -name secp521r1 -genkey -noout -out key.pem",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
                "genpkey -algorithm ED25519 -out key.pem",
            })
    void readsEveryUsualKindOfKey(String make) throws Exception {
        make(make, "req -x509 -new -key key.pem -subj /CN=localhost -days 1 -out cert.pem");
        KeyPairFiles.Loaded loaded = load(false);
        assertEquals("TLS", loaded.context().getProtocol());
        assertTrue(loaded.expiry().isAfter(Instant.now()));
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        makePair();
        Files.delete(directory.resolve("key.pem"));
        assertEquals(
                pair("could not load X509 key pair") + "open " + path("key.pem") + ": no such file or directory",
                refusal(false));
    }

    @Test
    void aFileThatIsNotEvenConfiguredIsMissing() {
        EngineException e = assertThrows(
                EngineException.class,
                () -> new KeyPairFiles(new TlsSettings(true, true, "", "", ""), Instant.now()).load());
        assertEquals(
                "could not load X509 key pair (cert: \"\", key: \"\"): open : no such file or directory",
                e.getMessage());
    }

    @Test
    void aCertificateThatIsNoneIsRefused() throws Exception {
        makePair();
        Files.writeString(directory.resolve("cert.pem"), "nothing");
        assertTrue(refusal(false).endsWith("failed to find any PEM data in certificate input"), refusal(false));
        Files.delete(directory.resolve("cert.pem"));
        Files.createDirectory(directory.resolve("cert.pem"));
        assertTrue(refusal(false).endsWith("it is no regular file"), refusal(false));
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        makePair();
        Files.writeString(directory.resolve("key.pem"), "nothing");
        assertTrue(refusal(false).endsWith("failed to find any PEM data in key input"), refusal(false));
        Files.writeString(
                directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertTrue(refusal(false).endsWith("failed to parse private key"), refusal(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -aes128 -passout pass:secret -out key.pem 2048",
                "genrsa -aes128 -passout pass:secret -out key.pem 2048"
            })
    void anEncryptedKeyIsRefusedAsThat(String encrypted) throws Exception {
        makePair();
        make(encrypted);
        assertTrue(refusal(false).startsWith(pair("error reading X509 key pair - make sure the key is not encrypted")));
        assertTrue(refusal(false).contains("the private key is encrypted"), refusal(false));
    }

    @Test
    void anExpiredCertificateIsRefusedAsThat() throws Exception {
        makePair();
        KeyPairFiles later = new KeyPairFiles(settings(false), Instant.now().plus(Duration.ofDays(2)));
        String words = assertThrows(EngineException.class, later::load).getMessage();
        assertTrue(
                words.startsWith(pair("could not use X509 certificate") + "tls: the certificate has expired on "),
                words);
    }

    @Test
    void aCertificateOfTheFutureIsRefusedAsThat() throws Exception {
        makePair();
        KeyPairFiles earlier = new KeyPairFiles(settings(false), Instant.now().minus(Duration.ofDays(2)));
        String words = assertThrows(EngineException.class, earlier::load).getMessage();
        assertTrue(words.contains("tls: the certificate is not valid before "), words);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAsThat() throws Exception {
        makePair();
        make(EC_KEY);
        assertTrue(refusal(false).endsWith("tls: private key does not match public key"), refusal(false));
        make("genrsa -out key.pem 2048");
        assertTrue(refusal(false).endsWith("tls: private key type does not match public key type"), refusal(false));
    }

    @Test
    void theAuthorityIsReadOnlyWhenClientsAreVerified() throws Exception {
        makePair();
        load(false);
        assertEquals(
                "could not read CA certificate \"" + path("ca.pem") + "\": open " + path("ca.pem")
                        + ": no such file or directory",
                refusal(true));
        Files.writeString(directory.resolve("ca.pem"), "nothing");
        assertEquals("failed to append certificates from PEM file: \"" + path("ca.pem") + "\"", refusal(true));
        Files.copy(
                directory.resolve("cert.pem"),
                directory.resolve("ca.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        load(true);
    }
}
