package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedCertificatesTest {
    @TempDir
    Path directory;

    // Ahead of the files' clock: what lies there has settled, as files that were written a while ago have.
    private Instant now = Instant.now().plus(Duration.ofMinutes(1));

    @BeforeEach
    void makeTwoPairs() throws IOException, InterruptedException {
        for (String name : new String[] {"one", "two"}) {
            OpenSsl.run(directory, "ecparam -name prime256v1 -genkey -noout -out " + name + ".key");
            OpenSsl.run(
                    directory,
                    "req -x509 -new -key " + name + ".key -subj /CN=" + name + " -days 3 -out " + name + ".crt");
        }
        put("one.crt", "cert.pem");
        put("one.key", "key.pem");
    }

    private void put(String from, String to) throws IOException {
        Path fresh = Files.copy(directory.resolve(from), directory.resolve("fresh"));
        Files.move(fresh, directory.resolve(to), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private WatchedCertificates certificates() {
        return new WatchedCertificates(
                new TlsSettings(
                        true,
                        false,
                        "",
                        directory.resolve("cert.pem").toString(),
                        directory.resolve("key.pem").toString()),
                () -> now);
    }

    @Test
    void filesThatStayAreNotReadAgain() {
        WatchedCertificates certificates = certificates();
        assertSame(certificates.sslContext(), certificates.sslContext());
    }

    @Test
    void newFilesAreUsedAtOnce() throws IOException {
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        put("two.crt", "cert.pem");
        put("two.key", "key.pem");
        SSLContext after = certificates.sslContext();
        assertNotSame(before, after);
        assertSame(after, certificates.sslContext());
    }

    @Test
    void aCertificateWhoseKeyIsStillToComeChangesNothing() throws IOException {
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        put("two.crt", "cert.pem");
        assertSame(before, certificates.sslContext());
        assertSame(before, certificates.sslContext());
        put("two.key", "key.pem");
        assertNotSame(before, certificates.sslContext());
    }

    @Test
    void aHalfWrittenFileChangesNothing() throws IOException {
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        byte[] whole = Files.readAllBytes(directory.resolve("cert.pem"));
        Files.write(directory.resolve("cert.pem"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertSame(before, certificates.sslContext());
        Files.delete(directory.resolve("cert.pem"));
        assertSame(before, certificates.sslContext());
    }

    @Test
    void aCertificateThatExpiresStaysInUse() {
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        now = now.plus(Duration.ofDays(4));
        assertSame(before, certificates.sslContext());
    }

    @Test
    void expiredFilesChangeNothing() throws Exception {
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        OpenSsl.run(directory, "req -x509 -new -key two.key -subj /CN=two -days 1 -out short.crt");
        now = now.plus(Duration.ofDays(2));
        put("short.crt", "cert.pem");
        put("two.key", "key.pem");
        assertSame(before, certificates.sslContext());
        put("two.crt", "cert.pem");
        assertNotSame(before, certificates.sslContext());
    }

    @Test
    void aLinkToOtherFilesIsAChange() throws IOException {
        Files.delete(directory.resolve("cert.pem"));
        Files.createSymbolicLink(directory.resolve("cert.pem"), Path.of("one.crt"));
        WatchedCertificates certificates = certificates();
        SSLContext before = certificates.sslContext();
        Files.delete(directory.resolve("cert.pem"));
        Files.createSymbolicLink(directory.resolve("cert.pem"), Path.of("two.crt"));
        put("two.key", "key.pem");
        assertNotSame(before, certificates.sslContext());
    }

    @Test
    void whatWasWrittenThisMomentMayBeWrittenAgain() {
        now = Instant.now();
        WatchedCertificates certificates = certificates();
        assertNotSame(certificates.sslContext(), certificates.sslContext());
    }

    @Test
    void unusableFilesAreToldUntilTheyAreUsable() throws IOException {
        byte[] key = Files.readAllBytes(directory.resolve("key.pem"));
        Files.write(directory.resolve("key.pem"), "nothing".getBytes(StandardCharsets.US_ASCII));
        WatchedCertificates certificates = certificates();
        EngineException first = assertThrows(EngineException.class, certificates::sslContext);
        assertEquals(
                first.getMessage(),
                assertThrows(EngineException.class, certificates::sslContext).getMessage());
        Files.write(directory.resolve("key.pem"), key);
        certificates.sslContext();
    }
}
