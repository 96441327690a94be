package dev.gantry.api.event;

import dev.gantry.api.types.EventActor;
import dev.gantry.api.types.EventMessage;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Something that happened to an object of the engine.
///
/// @param type the kind of object: [#CONTAINER], [#IMAGE] …
/// @param action the verb: `create`, `start`, `exec_create: ls`, `health_status: healthy`
/// @param id of the object; an image's id or name
/// @param attributes its labels and what else describes it (`name`, `image`, `exitCode` …)
/// @param scope `local` or `swarm`
/// @param time when
public record Event(String type, String action, String id, Map<String, String> attributes, String scope, Instant time) {
    /// Type of events about containers.
    public static final String CONTAINER = "container";
    /// Type of events about images.
    public static final String IMAGE = "image";
    /// Type of events about volumes.
    public static final String VOLUME = "volume";
    /// Type of events about networks.
    public static final String NETWORK = "network";
    /// Type of events about the daemon itself.
    public static final String DAEMON = "daemon";
    /// Type of events about Docker's plugins.
    public static final String PLUGIN = "plugin";
    /// Type of events about builds.
    public static final String BUILDER = "builder";

    /// Copies the attributes.
    public Event {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(time, "time");
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /// An event of this machine, now.
    public static Event of(String type, String action, String id, Map<String, String> attributes) {
        return new Event(type, action, id, attributes, "local", Instant.now());
    }

    /// A container's event, now.
    public static Event container(String action, String id, Map<String, String> attributes) {
        return of(CONTAINER, action, id, attributes);
    }

    /// As the API writes it, with the fields of old clients for containers and images.
    public EventMessage message() {
        boolean container = type.equals(CONTAINER);
        boolean legacy = container || type.equals(IMAGE);
        return new EventMessage(
                legacy ? action : "",
                legacy ? id : "",
                container ? attributes.getOrDefault("image", "") : "",
                type,
                action,
                new EventActor(id, attributes),
                scope,
                time.getEpochSecond(),
                time.getEpochSecond() * 1_000_000_000L + time.getNano());
    }
}
