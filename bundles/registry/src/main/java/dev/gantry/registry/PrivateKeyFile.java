package dev.gantry.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/// A private key in PEM: PKCS#8 of any usual kind, or the older forms of RSA and elliptic keys.
final class PrivateKeyFile {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([^-]+)-----END");
    private static final byte[] VERSION_ZERO = {2, 1, 0};
    /// The algorithms rsaEncryption, without parameters, and ecPublicKey, whose parameter is the curve: their numbers in DER.
    private static final byte[] RSA = {
        0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };
    private static final byte[] ELLIPTIC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int CURVE = 0xa0;

    private PrivateKeyFile() {}

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        Matcher pem = PEM.matcher(text);
        if (text.contains("ENCRYPTED")) {
            throw new InvalidKeySpecException("the private key in " + file.getFileName() + " is encrypted");
        }
        if (!pem.find()) {
            throw new InvalidKeySpecException("no private key in " + file.getFileName());
        }
        byte[] pkcs8;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            pkcs8 = pem.group(1).startsWith("RSA") ? wrapped(RSA, der) : der;
            pkcs8 = pem.group(1).startsWith("EC ")
                    ? wrapped(tagged(SEQUENCE, joined(ELLIPTIC, curve(der))), der)
                    : pkcs8;
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            throw new InvalidKeySpecException("damaged private key in " + file.getFileName(), e);
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeySpecException("unknown kind of private key in " + file.getFileName());
    }

    /// The parameter of an older elliptic key (RFC 5915): after version and number, in brackets.
    private static byte[] curve(byte[] key) {
        ByteBuffer sequence = part(ByteBuffer.wrap(key), SEQUENCE);
        while (sequence.hasRemaining()) {
            int tag = sequence.get(sequence.position()) & 0xff;
            ByteBuffer content = part(sequence, tag);
            if (tag == CURVE) {
                byte[] curve = new byte[content.remaining()];
                content.get(curve);
                return curve;
            }
        }
        throw new IllegalArgumentException("no curve");
    }

    /// The content of the next element; moves behind it.
    private static ByteBuffer part(ByteBuffer der, int tag) {
        if ((der.get() & 0xff) != tag) {
            throw new IllegalArgumentException("unexpected element");
        }
        int length = der.get() & 0xff;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der.get() & 0xff;
            }
        }
        if (length < 0 || length > der.remaining()) {
            throw new IllegalArgumentException("length beyond the end");
        }
        ByteBuffer content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, joined(VERSION_ZERO, algorithm, tagged(OCTETS, key)));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
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
