package dev.gantry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/// Files that settings name and that containers need: looked at before the settings hold, not when the first container starts.
final class ReadableProfiles {
    private static final Set<String> BUILT_IN = Set.of("", "builtin", "default", "unconfined");

    private ReadableProfiles() {}

    /// @throws IllegalArgumentException in Docker's words
    static void check(DaemonConfig config) {
        String profile = config.text("seccomp-profile");
        if (BUILT_IN.contains(profile)) {
            return;
        }
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(Path.of(profile)))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("decoding seccomp profile (" + profile + ") failed: no JSON object");
            }
            json.skipChildren();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "decoding seccomp profile (" + profile + ") failed: " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "opening seccomp profile (" + profile + ") failed: open " + profile + ": no such file or directory",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "opening seccomp profile (" + profile + ") failed: " + e.getMessage(), e);
        }
    }
}
