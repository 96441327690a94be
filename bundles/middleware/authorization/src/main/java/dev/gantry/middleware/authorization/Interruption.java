package dev.gantry.middleware.authorization;

import org.jspecify.annotations.Nullable;

/// Interrupts a thread while it asks plugins, and at no other time: what the request does for the engine goes on without its client.
final class Interruption {
    private @Nullable Thread asking;

    void during(Runnable questions) {
        set(Thread.currentThread());
        try {
            questions.run();
        } finally {
            set(null);
        }
    }

    private synchronized void set(@Nullable Thread thread) {
        asking = thread;
        if (thread == null) {
            Thread.interrupted();
        }
    }

    synchronized void now() {
        if (asking != null) {
            asking.interrupt();
        }
    }
}
