package dev.gantry.tls;

import java.time.Duration;

/// Looks at something once an hour, on a virtual thread, until it is closed.
final class Reminder implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Thread thread;

    /// Waits between two looks.
    @FunctionalInterface
    interface Pause {
        /// Blocks for the time.
        void last(Duration time) throws InterruptedException;
    }

    Reminder(Pause pause, Runnable look) {
        thread = Thread.ofVirtual().name("certificate-end").start(() -> {
            try {
                while (true) {
                    pause.last(INTERVAL);
                    look.run();
                }
            } catch (InterruptedException e) {
                // Closed.
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
