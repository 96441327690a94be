package dev.gantry.exec;

import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.runtime.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Hears of the ends of processes.
final class ExecEvents {
    private final ExecTable table;
    private final Launcher launcher;
    private final Map<Runtime, Subscription> subscriptions = new ConcurrentHashMap<>();

    ExecEvents(ExecTable table, Launcher launcher) {
        this.table = table;
        this.launcher = launcher;
    }

    void listenTo(Runtime runtime) {
        subscriptions.put(runtime, runtime.subscribe(new Listener(runtime)));
    }

    void leave(Runtime runtime) {
        Subscription subscription = subscriptions.remove(runtime);
        if (subscription != null) {
            subscription.close();
        }
    }

    void close() {
        subscriptions.keySet().forEach(this::leave);
    }

    private final class Listener implements RuntimeEventListener {
        private final Runtime runtime;

        Listener(Runtime runtime) {
            this.runtime = runtime;
        }

        /// Execs whose end nobody told us of.
        @Override
        public void connected(List<TaskState> tasks) {
            for (Exec exec : table.all()) {
                if (exec.state() instanceof Exec.State.Running) {
                    Optional<TaskState> state = runtime.state(exec.containerId(), exec.id());
                    if (state.isEmpty()) {
                        launcher.containerEnded(exec);
                    } else if (state.get().exit() instanceof ProcessExit exit) {
                        launcher.ended(exec, exit.exitCode());
                    }
                }
            }
        }

        @Override
        public void event(RuntimeEvent event) {
            if (event instanceof RuntimeEvent.ProcessExited(String id, String execId, ProcessExit exit)) {
                // On threads of their own: draining an exec's output must not hold up the container's other events.
                if (execId == null) {
                    table.of(id).forEach(exec -> Thread.ofVirtual().start(() -> launcher.containerEnded(exec)));
                } else if (table.find(execId) instanceof Exec exec) {
                    Thread.ofVirtual().start(() -> launcher.ended(exec, exit.exitCode()));
                }
            }
        }
    }
}
