package dev.gantry.api.linux;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/// One thread that waits (`epoll`) for any number of descriptors: container output costs no thread of its own.
@ProviderType
public interface ReadinessLoop {
    /// Watches a descriptor. Every readiness is told once; then the watch sleeps until [Watch#rearm].
    ///
    /// The listener runs on the loop's thread, must not block and must not throw; hand work that takes longer to another thread.
    ///
    /// @param fd non-blocking, open until the watch is closed; a regular file is refused (EPERM)
    Watch watch(int fd, Interest first, Listener listener) throws IOException;

    /// What to wait for.
    enum Interest {
        /// Bytes, the end, or an error.
        READ,
        /// Room, or an error.
        WRITE,
        /// Nothing until [Watch#rearm]; a hang-up alone is not told either.
        NONE
    }

    /// Hears of readiness.
    @FunctionalInterface
    interface Listener {
        /// @param readable a read gives bytes, the end or an error
        /// @param writable a write gives a result
        /// @param hungUp the other side is gone; bytes may still be there to read
        void ready(boolean readable, boolean writable, boolean hungUp);
    }

    /// One watched descriptor.
    interface Watch extends AutoCloseable {
        /// Wakes the watch for one more readiness; from any thread, also from the listener. Does nothing once closed.
        void rearm(Interest interest);

        /// Ends the watch. After return from any thread but the loop's own, the listener is not running and will not run:
        /// the descriptor may be closed. Does not close the descriptor. Later calls do nothing.
        @Override
        void close();
    }
}
