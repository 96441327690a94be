package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cleans up although the thread was told to end: the interrupt is put aside meanwhile.
public final class Uninterrupted {
    private static final Logger LOG = LoggerFactory.getLogger(Uninterrupted.class);

    private Uninterrupted() {}

    /// Runs `cleaning`; what it cannot do is left to containerd's collection.
    public static void run(Runnable cleaning) {
        boolean interrupted = Thread.interrupted();
        try {
            cleaning.run();
        } catch (EngineException e) {
            LOG.debug("left for collection: {}", e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
