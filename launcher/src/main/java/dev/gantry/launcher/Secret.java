package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A property whose value does not belong into a feature: `${file:NAME}` is the content of the file that the environment
/// variable NAME names.
final class Secret {
    private static final String OPENING = "${file:";

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
        String secret = Files.readString(Path.of(file)).strip();
        if (secret.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        return secret;
    }
}
