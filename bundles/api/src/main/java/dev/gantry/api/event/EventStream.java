package dev.gantry.api.event;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// One listener's events, in order. For one reading thread; [#close] and [#rest] may come from any.
///
/// A reader that falls more than 1024 events behind loses the newer ones. The stream needs no lease: when the provider
/// leaves, what has been delivered can still be read, then [#next] gives null; the successor goes on with [#rest].
@ProviderType
public interface EventStream extends AutoCloseable {
    /// The next event; waits for it.
    ///
    /// @return null at the end: `until` has come, the stream was closed, or its provider has left
    /// @throws InterruptedException when the thread is interrupted
    @Nullable Event next() throws InterruptedException;

    /// What to ask the successor for, so that no event is missed and none comes twice; null unless the provider has left.
    @Nullable EventQuery rest();

    /// Ends the stream; a waiting [#next] returns null. Safe to call twice.
    @Override
    void close();
}
