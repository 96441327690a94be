package dev.gantry.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what stands between `-----BEGIN X-----` and `-----END X-----`.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /// `rsaEncryption` with NULL parameters, as DER.
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    /// The object identifier `id-ecPublicKey`, as DER.
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private static final byte[] VERSION = {2, 1, 0};

    private static final String ENCRYPTED =
            "tls: the private key is encrypted, and there is nobody to ask for its password";

    private Pem() {}

    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes(block))));
            }
        }
        return certificates;
    }

    /// The first private key: PKCS #8, or the older forms of RSA and EC keys.
    static PrivateKey privateKey(String text) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).endsWith("PRIVATE KEY") && block.group(2).contains("ENCRYPTED")) {
                throw new InvalidKeyException(ENCRYPTED);
            }
            byte[] bytes = bytes(block);
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return anyOf(bytes, "RSA", "EC", "EdDSA");
                }
                case "RSA PRIVATE KEY" -> {
                    return anyOf(der(0x30, VERSION, RSA, der(4, bytes)), "RSA");
                }
                case "EC PRIVATE KEY" -> {
                    return anyOf(der(0x30, VERSION, der(0x30, EC, curve(bytes)), der(4, bytes)), "EC");
                }
                case "ENCRYPTED PRIVATE KEY" -> throw new InvalidKeyException(ENCRYPTED);
                default -> {}
            }
        }
        throw new InvalidKeyException("tls: failed to find any PEM data in key input");
    }

    private static PrivateKey anyOf(byte[] pkcs8, String... algorithms) throws GeneralSecurityException {
        for (String algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeyException("tls: failed to parse private key");
    }

    /// The curve's identifier stands in the key behind the tag `[0]`.
    private static byte[] curve(byte[] key) throws InvalidKeyException {
        for (int i = 0; i + 3 < key.length; i++) {
            boolean found = key[i] == (byte) 0xa0 && key[i + 2] == 6 && key[i + 1] == key[i + 3] + 2;
            if (found) {
                return java.util.Arrays.copyOfRange(key, i + 2, i + 2 + key[i + 1]);
            }
        }
        throw new InvalidKeyException("tls: failed to parse private key: it does not name its curve");
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        // The shortest form of the length: no other is allowed.
        byte[] head = length < 128
                ? new byte[] {(byte) tag, (byte) length}
                : length < 256
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        byte[] der = new byte[head.length + length];
        System.arraycopy(head, 0, der, 0, head.length);
        int at = head.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, der, at, part.length);
            at += part.length;
        }
        return der;
    }

    private static byte[] bytes(Matcher block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
