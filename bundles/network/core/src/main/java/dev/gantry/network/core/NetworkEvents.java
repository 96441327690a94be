package dev.gantry.network.core;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.Events;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.network.Network;
import java.util.Map;

/// Tells what happens to networks. Without anyone to tell it to, nothing waits.
final class NetworkEvents {
    private final ServiceSlot<Events> slot = new ServiceSlot<>("the events");

    void bind(Events events) {
        slot.bind(events);
    }

    void unbind(Events events) {
        slot.unbind(events);
    }

    void connected(Network network, String containerId) {
        publish(network, "connect", containerId);
    }

    void disconnected(Network network, String containerId) {
        publish(network, "disconnect", containerId);
    }

    private void publish(Network network, String action, String containerId) {
        try (Lease<Events> lease = slot.tryAcquire()) {
            if (lease != null) {
                Map<String, String> attributes =
                        Map.of("container", containerId, "name", network.name(), "type", network.driver());
                lease.service().publish(Event.of(Event.NETWORK, action, network.id(), attributes));
            }
        }
    }
}
