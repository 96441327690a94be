package dev.gantry.api.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one exception that crosses bundle borders. Its message is printed by clients as it stands: no class names, no secrets,
/// no trailing full stop, in Docker's words where Docker has some.
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    /// @param kind what a client can make of it
    /// @param message the sentence for the client
    /// @param cause what was caught, for the log; never shown to the client
    public EngineException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /// The class of this failure.
    public ErrorKind kind() {
        return kind;
    }

    /// The same failure with words put before its message; kind and cause are kept.
    public EngineException prefixed(String prefix) {
        return new EngineException(kind, prefix + ": " + getMessage(), this);
    }

    /// What the user reads; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /// [ErrorKind#NOT_FOUND].
    public static EngineException notFound(String message) {
        return new EngineException(ErrorKind.NOT_FOUND, message, null);
    }

    /// [ErrorKind#NOT_FOUND] with what was caught.
    public static EngineException notFound(String message, Throwable cause) {
        return new EngineException(ErrorKind.NOT_FOUND, message, cause);
    }

    /// [ErrorKind#INVALID_PARAMETER].
    public static EngineException invalidParameter(String message) {
        return new EngineException(ErrorKind.INVALID_PARAMETER, message, null);
    }

    /// [ErrorKind#INVALID_PARAMETER] with what was caught.
    public static EngineException invalidParameter(String message, Throwable cause) {
        return new EngineException(ErrorKind.INVALID_PARAMETER, message, cause);
    }

    /// [ErrorKind#CONFLICT].
    public static EngineException conflict(String message) {
        return new EngineException(ErrorKind.CONFLICT, message, null);
    }

    /// [ErrorKind#CONFLICT] with what was caught.
    public static EngineException conflict(String message, Throwable cause) {
        return new EngineException(ErrorKind.CONFLICT, message, cause);
    }

    /// [ErrorKind#UNAUTHORIZED].
    public static EngineException unauthorized(String message) {
        return new EngineException(ErrorKind.UNAUTHORIZED, message, null);
    }

    /// [ErrorKind#FORBIDDEN].
    public static EngineException forbidden(String message) {
        return new EngineException(ErrorKind.FORBIDDEN, message, null);
    }

    /// [ErrorKind#NOT_MODIFIED].
    public static EngineException notModified(String message) {
        return new EngineException(ErrorKind.NOT_MODIFIED, message, null);
    }

    /// [ErrorKind#UNAVAILABLE].
    public static EngineException unavailable(String message) {
        return new EngineException(ErrorKind.UNAVAILABLE, message, null);
    }

    /// [ErrorKind#UNAVAILABLE] with what was caught.
    public static EngineException unavailable(String message, Throwable cause) {
        return new EngineException(ErrorKind.UNAVAILABLE, message, cause);
    }

    /// [ErrorKind#NOT_IMPLEMENTED].
    public static EngineException notImplemented(String message) {
        return new EngineException(ErrorKind.NOT_IMPLEMENTED, message, null);
    }

    /// [ErrorKind#SYSTEM].
    public static EngineException system(String message) {
        return new EngineException(ErrorKind.SYSTEM, message, null);
    }

    /// [ErrorKind#SYSTEM] with what was caught.
    public static EngineException system(String message, Throwable cause) {
        return new EngineException(ErrorKind.SYSTEM, message, cause);
    }
}
