package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyFileTest {
    @TempDir
    private Path directory;

    private PrivateKey read(String kind, byte[] der) throws Exception {
        Path file = directory.resolve("key.pem");
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
        return PrivateKeyFile.read(file);
    }

    private static PrivateKey key(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            // The usual size would take many seconds.
            generator.initialize(2048);
        }
        return generator.generateKeyPair().getPrivate();
    }

    @Test
    void readsEveryUsualKind() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            PrivateKey key = key(algorithm);
            assertEquals(key, read("PRIVATE KEY", key.getEncoded()));
        }
    }

    @Test
    void readsTheOlderFormOfRsaKeys() throws Exception {
        PrivateKey key = key("RSA");
        byte[] pkcs8 = key.getEncoded();
        // Behind the header of PKCS#8: 26 bytes for keys of this size.
        assertEquals(key, read("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length)));
    }

    @Test
    void readsTheOlderFormOfEllipticKeys() throws Exception {
        // Made by `openssl ecparam -name prime256v1 -genkey`, for this test alone.
        byte[] der = Base64.getDecoder()
                .decode(
                        "MHcCAQEEIM4D5nTWxrbxMQ/eoJU9QaV08HVeKMzaV47u+ayT8FZAoAoGCCqGSM49AwEHoUQDQgAEl6i9RMrcrTsa4UkxZw+WrB5hm3U7REv0QNBTqt0UvmzQiCJ5qf/B9FIqBhc99//U1GbvhaKW13bmUWZ6DjM3lg==");
        assertEquals("EC", read("EC PRIVATE KEY", der).getAlgorithm());
    }

    @Test
    void refusesWhatIsNone() {
        assertThrows(InvalidKeySpecException.class, () -> read("CERTIFICATE", new byte[3]));
        assertThrows(
                InvalidKeySpecException.class,
                () -> read("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 127, 1, 1, 1}));
        assertThrows(InvalidKeySpecException.class, () -> read("PRIVATE KEY", new byte[] {0x30, 0}));
    }
}
