package dev.gantry.engine;

import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.engine.record.ContainerFacts;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The exit codes of the containers that were removed last, for clients that waited at a predecessor: a container which removes itself may
/// be gone before they ask again.
final class Departed {
    private static final int LIMIT = 1024;

    private final Deque<Departure> departures = new ArrayDeque<>();

    private record Departure(String id, String name, Instant at, ContainerWaitResponse answer) {
        boolean is(String nameOrId) {
            return id.startsWith(nameOrId) || name.equals(nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId);
        }
    }

    synchronized void add(ContainerFacts gone) {
        if (departures.size() == LIMIT) {
            departures.removeLast();
        }
        departures.addFirst(new Departure(gone.id(), gone.name(), Instant.now(), Container.answer(gone.state())));
    }

    /// What a client hears that waits for a container which was removed after `since`; null when there is no such one.
    synchronized @Nullable ContainerWaitResponse answer(String nameOrId, Instant since) {
        return departures.stream()
                .filter(departure -> departure.is(nameOrId) && !departure.at().isBefore(since))
                .map(Departure::answer)
                .findFirst()
                .orElse(null);
    }
}
