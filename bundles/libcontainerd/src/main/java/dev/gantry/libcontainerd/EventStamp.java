package dev.gantry.libcontainerd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `event.ts`: the time up to which every listener has handled what containerd told. The next daemon reads it, to know since when
/// it has missed something.
final class EventStamp {
    private static final Logger LOG = LoggerFactory.getLogger(EventStamp.class);

    private final Path file;
    private final Map<Object, Instant> byListener = new ConcurrentHashMap<>();
    private Instant last;

    EventStamp(Path file) {
        this.file = file;
        this.last = read(file);
    }

    private static Instant read(Path file) {
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (IOException | DateTimeException e) {
            // None yet, or an empty one: nothing was missed before now.
            return Instant.now();
        }
    }

    synchronized Instant last() {
        return last;
    }

    /// A listener is there; until it has handled something the stamp stays.
    void join(Object listener) {
        byListener.put(listener, last());
    }

    void leave(Object listener) {
        byListener.remove(listener);
    }

    /// A listener has handled everything up to that time.
    void handled(Object listener, Instant time) {
        byListener.computeIfPresent(listener, (_, known) -> time.isAfter(known) ? time : known);
        byListener.values().stream().min(Instant::compareTo).ifPresent(this::advance);
    }

    private synchronized void advance(Instant time) {
        if (!time.isAfter(last)) {
            return;
        }
        last = time;
        try {
            Path directory = file.toAbsolutePath().resolveSibling("");
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            PrivateFiles.write(file, time + "\n");
        } catch (IOException e) {
            LOG.debug("cannot write {}", file, e);
        }
    }
}
