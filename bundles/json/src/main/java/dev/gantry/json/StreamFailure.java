package dev.gantry.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Carries what the input stream threw past code that reads from memory as well.
final class StreamFailure extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    StreamFailure(IOException failure) {
        super(failure);
    }

    IOException failure() {
        return Objects.requireNonNull(getCause());
    }
}
