package dev.gantry.api.event;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// One listener's events, in order. For one reading thread; [#close] may come from any.
///
/// A reader that falls more than 1024 events behind loses the newer ones. The stream needs no lease: when the provider
/// leaves, what has been delivered can still be read, then [#next] gives null and [#isCut] is true; subscribe again at the
/// successor with `since` set to the time of the last event.
@ProviderType
public interface EventStream extends AutoCloseable {
    /// The next event; waits for it.
    ///
    /// @return null at the end: `until` has come, the stream was closed, or its provider has left
    /// @throws InterruptedException when the thread is interrupted
    @Nullable Event next() throws InterruptedException;

    /// Whether the end came because the provider has left.
    boolean isCut();

    /// Ends the stream; a waiting [#next] returns null. Safe to call twice.
    @Override
    void close();
}
