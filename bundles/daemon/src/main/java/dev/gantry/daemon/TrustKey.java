package dev.gantry.daemon;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity key of an older engine on this machine. Its fingerprint stays the engine's id, so that whoever knows the engine by
/// it goes on knowing it.
final class TrustKey {
    private static final Logger LOG = LoggerFactory.getLogger(TrustKey.class);
    private static final Pattern FIELD = Pattern.compile("\"(crv|x|y)\"\\s*:\\s*\"([^\"]*)\"");
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int FINGERPRINT = 30;
    private static final int COORDINATE = 32;

    /// The DER of a public key on P-256, up to the point's coordinates.
    private static final byte[] PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private final Path key;
    private final Map<String, String> environment;
    private final FileNodes nodes;
    private final AtomicFiles atomic;

    /// @param key where the engine's key is, `/etc/docker/key.json`
    TrustKey(Path key, Map<String, String> environment, FileNodes nodes, AtomicFiles atomic) {
        this.key = key;
        this.environment = Map.copyOf(environment);
        this.nodes = nodes;
        this.atomic = atomic;
    }

    /// Brings the key from where clients keep their settings to where engines do, when it is there only and this user's own.
    ///
    /// @throws IOException when that failed halfway; then the old key is there still and the new one is not
    void migrate(int uid) throws IOException {
        Path old = clientDirectory().resolve("key.json");
        if (Files.exists(key) || !Files.isRegularFile(old) || nodes.status(old).uid() != uid) {
            return;
        }
        try {
            Path directory = key.toAbsolutePath().getParent();
            if (directory != null) {
                atomic.directories(directory, 0755);
            }
            atomic.write(key, Files.readAllBytes(old), 0600);
            Files.delete(old);
        } catch (IOException e) {
            Files.deleteIfExists(key);
            throw new IOException("unable to migrate the key " + old + " to " + key + ": " + e.getMessage(), e);
        }
        LOG.info("Migrated key from {} to {}", old, key);
    }

    private Path clientDirectory() {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        return configured.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker")
                : Path.of(configured);
    }

    /// Twelve groups of four; null when there is no key or it is not one that engines made.
    @Nullable String fingerprint() {
        if (!Files.exists(key)) {
            return null;
        }
        try {
            return fingerprint(Files.readString(key));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the key {} is not used for the engine's id: {}", key, e.getMessage());
            return null;
        }
    }

    static String fingerprint(String json) {
        String curve = "";
        byte[] x = {};
        byte[] y = {};
        Matcher fields = FIELD.matcher(json);
        while (fields.find()) {
            switch (fields.group(1)) {
                case "crv" -> curve = fields.group(2);
                case "x" -> x = Base64.getUrlDecoder().decode(fields.group(2));
                default -> y = Base64.getUrlDecoder().decode(fields.group(2));
            }
        }
        if (!curve.equals("P-256") || x.length != COORDINATE || y.length != COORDINATE) {
            throw new IllegalArgumentException("no key on the curve P-256");
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(PREFIX);
        der.writeBytes(x);
        der.writeBytes(y);
        try {
            return grouped(MessageDigest.getInstance("SHA-256").digest(der.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String grouped(byte[] digest) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < FINGERPRINT * Byte.SIZE; bit += 5) {
            int pair = (digest[bit / Byte.SIZE] & 0xFF) << Byte.SIZE | digest[bit / Byte.SIZE + 1] & 0xFF;
            if (bit > 0 && bit % 20 == 0) {
                text.append(':');
            }
            text.append(BASE_32.charAt(pair >> 11 - bit % Byte.SIZE & 0x1F));
        }
        return text.toString();
    }
}
