package dev.gantry.api.stats;

import dev.gantry.api.types.StatsResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Samples of one container. For one reading thread; [#close] may come from any. Needs no lease: when the provider leaves, [#next]
/// gives null and [#isCut] is true; open another at the successor.
@ProviderType
public interface StatsReader extends AutoCloseable {
    /// The next sample; waits for it. A stream gives none while the container does not run, or nobody can be asked.
    ///
    /// @return null at the end
    /// @throws InterruptedException when the thread is interrupted
    @Nullable StatsResponse next() throws InterruptedException;

    /// Whether the end came because the provider has left.
    boolean isCut();

    /// Ends the reader; a waiting [#next] returns null. Safe to call twice.
    @Override
    void close();
}
