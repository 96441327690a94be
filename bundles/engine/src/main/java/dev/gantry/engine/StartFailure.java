package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.util.Locale;

/// Why a container could not be started, as Docker tells it: its exit code follows from the words.
///
/// @param exitCode 126 not executable, 127 not found, 128 anything else
/// @param error for the client
record StartFailure(int exitCode, EngineException error) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int OTHER = 128;

    /// @param cause what the runtime said
    static StartFailure ofRuntime(EngineException cause) {
        String text = cause.getMessage();
        String lower = text.toLowerCase(Locale.ROOT);
        String message = "failed to create task for container: " + text;
        if (lower.contains("executable file not found")
                || lower.contains("no such file or directory")
                || lower.contains("system cannot find the file specified")
                || lower.contains("failed to run runc create/exec call")) {
            return refused(NOT_FOUND, message, cause);
        }
        if (lower.contains("permission denied") || lower.contains("is a directory")) {
            boolean named = lower.contains("permission denied");
            return refused(NOT_EXECUTABLE, named ? message : message + ": permission denied", cause);
        }
        if (lower.contains("not a directory")) {
            return refused(
                    NOT_FOUND,
                    message
                            + ": Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified"
                            + " host path exists and is the expected type",
                    cause);
        }
        return new StartFailure(OTHER, new EngineException(cause.kind(), message, cause));
    }

    private static StartFailure refused(int exitCode, String message, EngineException cause) {
        return new StartFailure(exitCode, new EngineException(ErrorKind.INVALID_PARAMETER, message, cause));
    }

    /// @param cause what anything else said
    static StartFailure of(EngineException cause) {
        return new StartFailure(OTHER, cause);
    }
}
