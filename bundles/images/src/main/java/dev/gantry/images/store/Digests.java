package dev.gantry.images.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Digests and what is made of them.
public final class Digests {
    private Digests() {}

    /// `sha256:` and the hash.
    public static String of(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The names of the stacks of layers: the first diff id, then the hash of the chain below and the next diff id.
    public static List<String> chainIds(List<String> diffIds) {
        List<String> chains = new ArrayList<>();
        for (String diffId : diffIds) {
            chains.add(
                    chains.isEmpty()
                            ? diffId
                            : of((chains.getLast() + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
        }
        return List.copyOf(chains);
    }

    /// The twelve digits that people see.
    public static String brief(String digest) {
        String hex = hex(digest);
        return hex.length() > 12 ? hex.substring(0, 12) : hex;
    }

    /// Without `sha256:`.
    public static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }
}
