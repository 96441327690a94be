package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificates of one registry, as `/etc/docker/certs.d/<host>/` has them: `*.crt` are trusted beside those of the system,
/// each `*.cert` with its `*.key` is ours.
///
/// @param directory may be absent
record HostCertificates(Path directory) {
    /// What the files looked like at one moment, so that a change is seen. Empty when there are none.
    ///
    /// @param files each file's name, time and size
    record Stamp(List<String> files) {
        boolean isEmpty() {
            return files.isEmpty();
        }
    }

    Stamp stamp() {
        try {
            List<String> seen = new ArrayList<>();
            for (Path file : files("")) {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                seen.add(file.getFileName() + " " + is.lastModifiedTime().toInstant() + " " + is.size() + " "
                        + is.fileKey());
            }
            return new Stamp(List.copyOf(seen));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private EngineException unreadable(Exception cause) {
        String reason =
                cause instanceof NoSuchFileException gone ? gone.getFile() + ": no such file" : cause.getMessage();
        return EngineException.system(
                "could not read the certificates of registry " + directory.getFileName() + ": " + reason, cause);
    }

    /// What to speak TLS with.
    SSLContext context(boolean verified) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), verified ? trust() : new TrustManager[] {new TrustEverybody()}, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private List<Path> files(String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        List<Certificate> trusted = new ArrayList<>();
        for (Path file : files(".crt")) {
            List<Certificate> found = certificates(file);
            if (found.isEmpty()) {
                throw new CertificateException("no certificate in " + file.getFileName());
            }
            trusted.addAll(found);
        }
        for (TrustManager system : managers(null)) {
            if (system instanceof X509TrustManager x509) {
                trusted.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), trusted.get(i));
        }
        return managers(store);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (Path file : files(".cert")) {
            Path key = Path.of(file.toString().replaceFirst("\\.cert$", ".key"));
            if (!Files.exists(key)) {
                throw EngineException.system("missing key " + key.getFileName() + " for client certificate "
                        + file.getFileName() + ". CA certificates must use the extension .crt");
            }
            Certificate[] chain = certificates(file).toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new CertificateException("no certificate in " + file.getFileName());
            }
            store.setKeyEntry(file.getFileName().toString(), PrivateKeyFile.read(key), new char[0], chain);
        }
        for (Path key : files(".key")) {
            Path certificate = Path.of(key.toString().replaceFirst("\\.key$", ".cert"));
            if (!Files.exists(certificate)) {
                throw EngineException.system(
                        "missing client certificate " + certificate.getFileName() + " for key " + key.getFileName());
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (CertificateException e) {
            throw new CertificateException(file.getFileName() + " is no certificate in PEM: " + e.getMessage(), e);
        }
    }
}
