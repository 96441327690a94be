package dev.gantry.tls;

import dev.gantry.api.http.TlsContext;
import dev.gantry.testkit.http.TlsContextContract;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class WatchedCertificatesContractTest extends TlsContextContract {
    @TempDir
    Path directory;

    @BeforeEach
    void makeCertificate() throws Exception {
        OpenSsl.run(
                directory,
                "req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 3 -keyout key.pem -out cert.pem");
    }

    @Override
    protected TlsContext newContext() {
        String certificate = directory.resolve("cert.pem").toString();
        String key = directory.resolve("key.pem").toString();
        return new WatchedCertificates(
                new TlsSettings(true, true, certificate, certificate, key), InstantSource.system());
    }

    /// The certificate signs itself, so that both sides can show and trust the same one.
    @Override
    protected SSLContext trustedClient() {
        return newContext().sslContext();
    }

    @Override
    protected SSLContext anonymousClient() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(directory.resolve("cert.pem"))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }
}
