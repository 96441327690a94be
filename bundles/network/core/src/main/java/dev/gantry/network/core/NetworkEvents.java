package dev.gantry.network.core;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.event.Events;
import dev.gantry.api.network.Network;
import java.util.Map;

/// Tells what happens to networks.
final class NetworkEvents {
    private final EventOutlet outlet = new EventOutlet();

    void bind(Events events) {
        outlet.bind(events);
    }

    void unbind(Events events) {
        outlet.unbind(events);
    }

    void connected(Network network, String containerId) {
        publish(network, "connect", containerId);
    }

    void disconnected(Network network, String containerId) {
        publish(network, "disconnect", containerId);
    }

    private void publish(Network network, String action, String containerId) {
        Map<String, String> attributes =
                Map.of("container", containerId, "name", network.name(), "type", network.driver());
        outlet.publish(Event.of(Event.NETWORK, action, network.id(), attributes));
    }
}
