package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, NOT_FOUND",
        "ALREADY_EXISTS, CONFLICT",
        "FAILED_PRECONDITION, CONFLICT",
        "INVALID_ARGUMENT, INVALID_PARAMETER",
        "OUT_OF_RANGE, INVALID_PARAMETER",
        "UNIMPLEMENTED, NOT_IMPLEMENTED",
        "UNAVAILABLE, UNAVAILABLE",
        "CANCELLED, UNAVAILABLE",
        "DEADLINE_EXCEEDED, SYSTEM",
        "PERMISSION_DENIED, FORBIDDEN",
        "UNAUTHENTICATED, UNAUTHORIZED",
        "UNKNOWN, SYSTEM",
        "INTERNAL, SYSTEM"
    })
    void eachStatusHasOneKind(Status.Code code, ErrorKind kind) {
        EngineException failure =
                Failures.of(code.toStatus().withDescription("words").asRuntimeException());
        assertEquals(kind, failure.kind());
        assertEquals("words", failure.getMessage());
    }

    @Test
    void keepsTheWordsOfTheOciRuntime() {
        String words = "failed to create shim task: OCI runtime create failed: runc create failed: exec: \"x\": "
                + "executable file not found in $PATH: unknown";
        assertEquals(
                words,
                Failures.of(Status.UNKNOWN.withDescription(words).asRuntimeException())
                        .getMessage());
    }

    @Test
    void saysWhyContainerdIsAway() {
        EngineException failure = Failures.of(Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new IOException("Connection refused"))
                .asRuntimeException());
        assertEquals("containerd is not available: Connection refused", failure.getMessage());
    }

    @Test
    void hasSomethingToSayWithoutWords() {
        assertEquals(
                "INTERNAL", Failures.of(Status.INTERNAL.asRuntimeException()).getMessage());
        assertEquals("odd", Failures.of(new IllegalStateException("odd")).getMessage());
    }

    @Test
    void leavesAnEngineFailureAsItIs() {
        EngineException known = EngineException.conflict("known");
        assertSame(known, Failures.of(known));
        assertTrue(Failures.is(Status.NOT_FOUND.asRuntimeException(), Status.Code.NOT_FOUND));
    }
}
