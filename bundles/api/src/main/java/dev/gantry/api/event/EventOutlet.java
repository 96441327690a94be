package dev.gantry.api.event;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Publishes for a component that outlives the provider of [Events]: what happens between two providers is told to the second.
///
/// Hand the bind and unbind methods of a dynamic, greedy, optional Declarative Services reference on to it. Nothing here blocks; safe
/// from any thread.
public final class EventOutlet {
    /// While no provider is here the last so many events wait for one.
    static final int HELD = 1024;

    private final Deque<Event> held = new ArrayDeque<>();
    private @Nullable Events present;

    /// Publishes to this one from now on, first what has waited.
    public synchronized void bind(Events service) {
        present = service;
        for (Event event = held.poll(); event != null; event = held.poll()) {
            service.publish(event);
        }
    }

    /// Publishes nothing more to this one; returns when nothing is under way to it. A successor stays.
    public synchronized void unbind(Events service) {
        if (present == service) {
            present = null;
        }
    }

    /// Tells everyone who listens, or will have been listening when the next provider comes.
    public synchronized void publish(Event event) {
        if (present != null) {
            present.publish(event);
            return;
        }
        if (held.size() == HELD) {
            held.removeFirst();
        }
        held.addLast(event);
    }
}
