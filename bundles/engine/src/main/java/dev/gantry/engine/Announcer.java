package dev.gantry.engine;

import dev.gantry.api.event.Event;
import dev.gantry.engine.record.ContainerFacts;
import java.util.Map;
import java.util.TreeMap;

/// Publishes what happens to containers.
final class Announcer {
    private Announcer() {}

    /// With all labels, image and name of the container.
    static void say(Services services, ContainerFacts facts, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(facts.labels());
        if (!facts.config().Image().isEmpty()) {
            attributes.put("image", facts.config().Image());
        }
        attributes.put("name", facts.name());
        attributes.putAll(more);
        publish(services, Event.container(action, facts.id(), attributes));
    }

    /// Containers were pruned, and so much space is free again.
    static void pruned(Services services, long bytes) {
        publish(services, Event.of(Event.CONTAINER, "prune", "", Map.of("reclaimed", Long.toString(bytes))));
    }

    private static void publish(Services services, Event event) {
        services.events.publish(event);
    }
}
