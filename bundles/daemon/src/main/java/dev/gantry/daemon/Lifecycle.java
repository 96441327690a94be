package dev.gantry.daemon;

import dev.gantry.api.config.LifecycleListener;
import java.util.ArrayList;
import java.util.List;

/// Tells listeners how far the daemon is.
final class Lifecycle {
    private final List<LifecycleListener> listeners = new ArrayList<>();
    private boolean ready;

    synchronized void add(LifecycleListener listener) {
        listeners.add(listener);
        if (ready) {
            listener.ready();
        }
    }

    synchronized void remove(LifecycleListener listener) {
        listeners.remove(listener);
    }

    synchronized void starting(String step) {
        listeners.forEach(listener -> listener.starting(step));
    }

    synchronized void ready() {
        ready = true;
        listeners.forEach(LifecycleListener::ready);
    }

    synchronized void stopping() {
        ready = false;
        listeners.forEach(LifecycleListener::stopping);
    }
}
