package dev.gantry.api.event;

import org.osgi.annotation.versioning.ProviderType;

/// The engine's events: anyone may publish, anyone may listen. Safe from any thread.
@ProviderType
public interface Events {
    /// Tells everyone who listens and keeps the event for those who ask for the past. Never blocks and never fails because of
    /// a listener.
    void publish(Event event);

    /// Listens. Events that are published after this call returns are in the stream; those of the past come first when
    /// the query has a `since` or goes on from a predecessor's stream, as far as they are still among the last [#KEPT].
    EventStream subscribe(EventQuery query);

    /// How many streams are open.
    int listeners();

    /// Events that are kept for queries about the past.
    int KEPT = 256;
}
