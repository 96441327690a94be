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

    private record Departure(String id, Instant at, ContainerWaitResponse answer) {}

    synchronized void add(ContainerFacts gone) {
        if (departures.size() == LIMIT) {
            departures.removeLast();
        }
        departures.addFirst(new Departure(gone.id(), Instant.now(), Container.answer(gone.state())));
    }

    /// What a client hears that waits for a container which was removed after `since`; null when there is no such one.
    ///
    /// @param id in full: names and short ids may mean others by now
    synchronized @Nullable ContainerWaitResponse answer(String id, Instant since) {
        return departures.stream()
                .filter(departure ->
                        departure.id().equals(id) && !departure.at().isBefore(since))
                .map(Departure::answer)
                .findFirst()
                .orElse(null);
    }
}
