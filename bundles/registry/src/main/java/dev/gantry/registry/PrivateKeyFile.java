package dev.gantry.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key in PEM: PKCS#8 of any usual kind, or the older form of RSA keys.
final class PrivateKeyFile {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([^-]+)-----END");
    /// In DER: version 0 and the algorithm rsaEncryption, which PKCS#8 puts before an RSA key.
    private static final byte[] RSA_PREFIX = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

    private PrivateKeyFile() {}

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PEM.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new InvalidKeySpecException("no private key in " + file.getFileName());
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        byte[] pkcs8 = pem.group(1).startsWith("RSA") ? wrap(der) : der;
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeySpecException("unknown kind of private key in " + file.getFileName());
    }

    private static byte[] wrap(byte[] rsa) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(RSA_PREFIX);
        body.writeBytes(tagged(4, rsa));
        return tagged(0x30, body.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length > 255) {
            out.write(0x82);
            out.write(value.length >> 8);
        } else if (value.length > 127) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }
}
