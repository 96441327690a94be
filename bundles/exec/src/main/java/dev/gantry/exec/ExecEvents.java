package dev.gantry.exec;

import dev.gantry.api.lease.OutlivingSlots;
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

/// Hears of the ends of processes. After [#close] nothing that is heard changes an exec any more: its ends are the successor's.
final class ExecEvents {
    private static final int KILLED = 137;

    private final ExecTable table;
    private final Launcher launcher;
    private final Map<Runtime, Subscription> subscriptions = new ConcurrentHashMap<>();
    private boolean closed;

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
        synchronized (this) {
            closed = true;
        }
        subscriptions.keySet().forEach(this::leave);
    }

    /// The exit code is known at once. What follows has a thread of its own, since draining an exec's output must not hold up the
    /// container's other events, and goes on over an update.
    private void ended(Exec exec, int exitCode) {
        OutlivingSlots.Stream work;
        synchronized (this) {
            if (closed || !exec.ends(exitCode)) {
                return;
            }
            work = launcher.session();
        }
        Thread.ofVirtual().name("exec-ends-" + exec.id()).start(() -> {
            try (work) {
                launcher.ended(exec, exitCode);
            }
        });
    }

    /// The container is over, and with it an exec whose own end was not heard of.
    private void containerEnded(Exec exec) {
        if (exec.state() instanceof Exec.State.Running) {
            ended(exec, KILLED);
        }
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
                        containerEnded(exec);
                    } else if (state.get().exit() instanceof ProcessExit exit) {
                        ended(exec, exit.exitCode());
                    }
                }
            }
        }

        @Override
        public void event(RuntimeEvent event) {
            if (event instanceof RuntimeEvent.ProcessExited(String id, String execId, ProcessExit exit)) {
                if (execId == null) {
                    table.of(id).forEach(ExecEvents.this::containerEnded);
                } else if (table.find(execId) instanceof Exec exec) {
                    ended(exec, exit.exitCode());
                }
            }
        }
    }
}
