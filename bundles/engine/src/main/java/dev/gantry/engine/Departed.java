package dev.gantry.engine;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.engine.record.ContainerFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The exit codes of the containers that were removed last, for clients that waited at a predecessor: a container which removes itself may
/// be gone before they ask again, and the engine that they ask may be gone as well. So the latest are left for the successor, in a file that
/// a boot ends.
final class Departed {
    private static final Logger LOG = LoggerFactory.getLogger(Departed.class);
    private static final int LIMIT = 1024;
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final Deque<Departure> departures = new ArrayDeque<>();

    private record Departure(String id, Instant at, ContainerWaitResponse answer) {
        String line() {
            return id + " " + at + " " + answer.StatusCode();
        }

        static Departure parse(String line) {
            String[] word = line.split(" ", 3);
            return new Departure(
                    word[0], Instant.parse(word[1]), new ContainerWaitResponse(Integer.parseInt(word[2]), null));
        }
    }

    synchronized void add(ContainerFacts gone) {
        if (departures.size() == LIMIT) {
            departures.removeLast();
        }
        departures.addFirst(new Departure(gone.id(), Instant.now(), Container.answer(gone.state())));
    }

    /// Leaves the latest for the successor.
    synchronized void save(Path file, AtomicFiles files) {
        Instant oldest = Instant.now().minus(REMEMBERED);
        StringBuilder text = new StringBuilder();
        departures.stream()
                .filter(departure -> departure.at().isAfter(oldest))
                .forEach(departure -> text.append(departure.line()).append('\n'));
        try {
            files.writeVolatile(file, text.toString().getBytes(StandardCharsets.UTF_8), 0600);
        } catch (IOException e) {
            LOG.warn("who waits for a container that is gone will not hear its exit code: {}", e.getMessage());
        }
    }

    /// Takes over what the predecessor left.
    synchronized void load(Path file) {
        try {
            Files.readAllLines(file).stream().map(Departure::parse).forEach(departures::addLast);
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was left in {}", file);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read: {}", file, e.getMessage());
        }
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
