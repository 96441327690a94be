package dev.gantry.api.json;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// A stream of JSON values, such as the lines of a log file. For one thread at a time.
///
/// @param <T> the type of each value
@ProviderType
public interface JsonValues<T> extends AutoCloseable {
    /// The next value, or null at the end.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when what follows is not such a value
    @Nullable T next() throws IOException;

    @Override
    void close() throws IOException;
}
