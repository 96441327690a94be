package dev.gantry.engine;

import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What every operation on containers needs.
record Machinery(
        Services services,
        Kernel kernel,
        EngineSettings settings,
        ContainerTable table,
        ContainerStore store,
        Work work) {
    /// Changes the facts under the container's lock.
    ContainerFacts change(Container container, UnaryOperator<ContainerFacts> change) {
        container.lock().lock();
        try {
            ContainerFacts next = change.apply(container.facts());
            container.become(next);
            return next;
        } finally {
            container.lock().unlock();
        }
    }

    void say(ContainerFacts facts, String action) {
        say(facts, action, Map.of());
    }

    void say(ContainerFacts facts, String action, Map<String, String> more) {
        Announcer.say(services, facts, action, more);
    }
}
