package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import java.util.Locale;

/// What the runtime's words about a process that could not be started mean to Docker's clients.
final class StartFailure {
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private StartFailure() {}

    /// The exit code that the exec gets.
    static int exitCode(EngineException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean missing = words.contains("executable file not found")
                || words.contains("no such file or directory")
                || words.contains("not a directory");
        return missing ? NOT_FOUND : NOT_EXECUTABLE;
    }

    /// The failure for the client: a command that is missing or cannot be executed is the client's mistake.
    static EngineException translate(EngineException failure) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean mistake = exitCode(failure) == NOT_FOUND
                || words.contains("permission denied")
                || words.contains("is a directory");
        return mistake ? EngineException.invalidParameter(String.valueOf(failure.getMessage()), failure) : failure;
    }
}
