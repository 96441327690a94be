package dev.gantry.http;

import java.util.concurrent.atomic.AtomicBoolean;

/// Runs something the first time it is asked to.
final class Once implements Runnable {
    private final Runnable action;
    private final AtomicBoolean done = new AtomicBoolean();

    Once(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        if (done.compareAndSet(false, true)) {
            action.run();
        }
    }
}
