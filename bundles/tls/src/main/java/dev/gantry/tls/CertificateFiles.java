package dev.gantry.tls;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A TLS context made of PEM files.
final class CertificateFiles implements TlsContext {
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final boolean verify;

    private CertificateFiles(SSLContext context, boolean verify) {
        this.context = context;
        this.verify = verify;
    }

    /// @throws EngineException INVALID_PARAMETER in Docker's words
    static CertificateFiles read(Map<String, Object> settings) {
        boolean verify = Boolean.TRUE.equals(settings.get("tlsverify"));
        String certificate = text(settings, "tlscert");
        String key = text(settings, "tlskey");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(certificate, key).getKeyManagers(), trust(verify, text(settings, "tlscacert")), null);
            return new CertificateFiles(context, verify);
        } catch (NoSuchFileException e) {
            throw EngineException.invalidParameter(
                    "could not load X509 key pair (cert: \"" + certificate + "\", key: \"" + key + "\"): open "
                            + e.getFile() + ": no such file or directory",
                    e);
        } catch (GeneralSecurityException | IOException e) {
            throw EngineException.invalidParameter(
                    "error reading X509 key pair (cert: \"" + certificate + "\", key: \"" + key + "\"): "
                            + e.getMessage() + ". Make sure the key is not encrypted",
                    e);
        }
    }

    private static String text(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String text ? text : "";
    }

    private static KeyManagerFactory keys(String certificateFile, String keyFile)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = Pem.certificates(Files.readString(Path.of(certificateFile)));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("tls: failed to find any PEM data in certificate input");
        }
        PrivateKey key = Pem.privateKey(Files.readString(Path.of(keyFile)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    /// Only the given authority is trusted; null leaves the platform's, which nobody asks when clients are not verified.
    private static TrustManager @Nullable [] trust(boolean verify, String authorityFile)
            throws GeneralSecurityException, IOException {
        if (!verify || authorityFile.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (X509Certificate authority : Pem.certificates(Files.readString(Path.of(authorityFile)))) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        if (number == 0) {
            throw new GeneralSecurityException(
                    "failed to append certificates from PEM file: \"" + authorityFile + "\"");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public SSLContext sslContext() {
        return context;
    }

    @Override
    public boolean clientCertificateRequired() {
        return verify;
    }
}
