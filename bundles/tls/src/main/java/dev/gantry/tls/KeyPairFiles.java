package dev.gantry.tls;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Makes a TLS context of PEM files. Each way in which they can be unusable has words of its own, Docker's where it has some.
final class KeyPairFiles {
    private static final char[] NO_PASSWORD = {};
    private static final int LIMIT = 1 << 20;
    private static final byte[] PROBE = "does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);

    private final TlsSettings settings;
    private final Instant now;

    KeyPairFiles(TlsSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /// What the files make.
    ///
    /// @param context the server's key, and whom it trusts
    /// @param expiry the end of the server's certificate
    record Loaded(SSLContext context, Instant expiry) {}

    /// @throws EngineException INVALID_PARAMETER
    Loaded load() {
        try {
            List<X509Certificate> chain = chain();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(chain).getKeyManagers(), settings.readsAuthority() ? trust() : null, null);
            return new Loaded(context, chain.getFirst().getNotAfter().toInstant());
        } catch (NoSuchFileException e) {
            throw EngineException.invalidParameter(
                    "could not load X509 key pair " + pair() + ": open " + e.getFile() + ": no such file or directory",
                    e);
        } catch (AccessDeniedException e) {
            throw unreadable("open " + e.getFile() + ": permission denied", e);
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    private EngineException unreadable(String why, Exception cause) {
        return EngineException.invalidParameter(
                "error reading X509 key pair - make sure the key is not encrypted " + pair() + ": " + why, cause);
    }

    private String pair() {
        return "(cert: \"" + settings.certificate() + "\", key: \"" + settings.key() + "\")";
    }

    private List<X509Certificate> chain() throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = Pem.certificates(read(settings.certificate()));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("tls: failed to find any PEM data in certificate input");
        }
        refuseOutOfTime(chain.getFirst());
        return chain;
    }

    /// Docker serves such a certificate, and leaves it to the operator to find out why no client connects.
    private void refuseOutOfTime(X509Certificate own) {
        try {
            own.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw outOfTime("has expired on " + own.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException e) {
            throw outOfTime("is not valid before " + own.getNotBefore().toInstant(), e);
        }
    }

    private EngineException outOfTime(String what, Exception cause) {
        return EngineException.invalidParameter(
                "could not use X509 certificate " + pair() + ": tls: the certificate " + what, cause);
    }

    private KeyManagerFactory keys(List<X509Certificate> chain) throws GeneralSecurityException, IOException {
        PrivateKey key = Pem.privateKey(read(settings.key()));
        refuseMismatch(chain.getFirst().getPublicKey(), key);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static void refuseMismatch(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            throw new GeneralSecurityException("tls: private key type does not match public key type");
        }
        boolean match;
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            match = signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            match = false;
        }
        if (!match) {
            throw new GeneralSecurityException("tls: private key does not match public key");
        }
    }

    /// Only the authorities of that file; those of the platform are not asked.
    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        String file = settings.authority();
        String text;
        try {
            text = read(file);
        } catch (NoSuchFileException e) {
            throw authority(
                    "could not read CA certificate \"" + file + "\": open " + file + ": no such file or directory", e);
        } catch (IOException e) {
            throw authority("could not read CA certificate \"" + file + "\": " + e.getMessage(), e);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        try {
            for (X509Certificate certificate : Pem.certificates(text)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        } catch (GeneralSecurityException e) {
            throw authority("failed to append certificates from PEM file: \"" + file + "\"", e);
        }
        if (number == 0) {
            throw authority("failed to append certificates from PEM file: \"" + file + "\"", null);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static EngineException authority(String words, @Nullable Exception cause) {
        return cause == null ? EngineException.invalidParameter(words) : EngineException.invalidParameter(words, cause);
    }

    /// What is no regular file is not read: that might never end.
    private static String read(String name) throws IOException {
        if (name.isEmpty()) {
            throw new NoSuchFileException("");
        }
        Path file = Path.of(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("read " + name + ": it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new IOException("read " + name + ": it is larger than " + LIMIT + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
