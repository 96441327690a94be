package dev.gantry.images;

import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.runtime.TaskState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hears when the connection to containerd is there again after a loss; others may have changed images meanwhile.
final class Reconnects implements RuntimeEventListener, AutoCloseable {
    private final Runnable action;
    private final Map<Runtime, Subscription> subscriptions = new ConcurrentHashMap<>();

    /// @param action on each connection; must not block
    Reconnects(Runnable action) {
        this.action = action;
    }

    void follow(Runtime runtime) {
        subscriptions.put(runtime, runtime.subscribe(this));
    }

    void leave(Runtime runtime) {
        Subscription subscription = subscriptions.remove(runtime);
        if (subscription != null) {
            subscription.close();
        }
    }

    @Override
    public void connected(List<TaskState> tasks) {
        action.run();
    }

    @Override
    public void event(RuntimeEvent event) {
        // What happens to tasks is none of our business.
    }

    @Override
    public void close() {
        List.copyOf(subscriptions.keySet()).forEach(this::leave);
    }
}
