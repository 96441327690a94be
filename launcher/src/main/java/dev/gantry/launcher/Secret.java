package dev.gantry.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/// A property whose value does not belong into a feature: `${sha-256:NAME}` is the hash of the password that stands in the file which
/// the environment variable NAME names, in the form of the Felix Web Console (`{sha-256}` and Base64). The password itself gets into
/// no property, where each bundle and the console could read it.
final class Secret {
    private static final String OPENING = "${sha-256:";

    private Secret() {}

    /// @throws IOException when the variable is not set, or its file is empty or cannot be read
    static String resolve(String value, Map<String, String> environment) throws IOException {
        if (!value.startsWith(OPENING) || !value.endsWith("}")) {
            return value;
        }
        String variable = value.substring(OPENING.length(), value.length() - 1);
        String file = environment.get(variable);
        if (file == null || file.isBlank()) {
            throw new IOException("set " + variable + " to a file that holds the password");
        }
        return "{sha-256}" + Base64.getEncoder().encodeToString(hash(password(file, variable)));
    }

    private static String password(String file, String variable) throws IOException {
        String password;
        try {
            password = Files.readString(Path.of(file)).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(variable + ": open " + file + ": no such file or directory", e);
        } catch (IOException e) {
            throw new IOException(variable + ": read " + file + ": " + e.getMessage(), e);
        }
        if (password.isEmpty()) {
            throw new IOException(variable + ": " + file + " is empty");
        }
        return password;
    }

    private static byte[] hash(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
