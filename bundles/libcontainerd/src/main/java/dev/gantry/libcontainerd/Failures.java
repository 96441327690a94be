package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/// The one place where gRPC's status becomes an engine failure.
final class Failures {
    private Failures() {}

    /// The same failure in the engine's family, with containerd's words.
    static EngineException of(Throwable failure) {
        if (failure instanceof EngineException engine) {
            return engine;
        }
        Status status = status(failure);
        return new EngineException(kind(status.getCode()), message(status), failure);
    }

    /// Whether this is gRPC's answer of that kind.
    static boolean is(Throwable failure, Status.Code code) {
        return status(failure).getCode() == code;
    }

    private static Status status(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException e -> e.getStatus();
            case StatusException e -> e.getStatus();
            default -> Status.fromThrowable(failure);
        };
    }

    private static ErrorKind kind(Status.Code code) {
        return switch (code) {
            case NOT_FOUND -> ErrorKind.NOT_FOUND;
            case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED -> ErrorKind.CONFLICT;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorKind.INVALID_PARAMETER;
            case UNIMPLEMENTED -> ErrorKind.NOT_IMPLEMENTED;
            case UNAVAILABLE, CANCELLED -> ErrorKind.UNAVAILABLE;
            case PERMISSION_DENIED -> ErrorKind.FORBIDDEN;
            case UNAUTHENTICATED -> ErrorKind.UNAUTHORIZED;
            default -> ErrorKind.SYSTEM;
        };
    }

    private static String message(Status status) {
        String words = status.getDescription();
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
            return "containerd is not available: " + status.getCause().getMessage();
        }
        if (words == null || words.isEmpty()) {
            Throwable cause = status.getCause();
            return cause == null || cause.getMessage() == null
                    ? status.getCode().name()
                    : cause.getMessage();
        }
        return words;
    }
}
