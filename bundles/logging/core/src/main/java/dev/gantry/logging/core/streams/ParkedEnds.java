package dev.gantry.logging.core.streams;

import dev.gantry.api.linux.Descriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Ends of fifos that stay open while one provider of streams has left and the next has not come: a runtime that opens its own end
/// then finds somebody at the other, and what a process writes in its last moment stays in the fifo. They outlive the bundle as
/// numbers, in a file. Any thread.
final class ParkedEnds {
    private static final char SEPARATOR = '\t';

    private final Handover handover;
    private final Descriptors descriptors;
    private final ConcurrentHashMap<Path, Integer> parked = new ConcurrentHashMap<>();

    /// Takes over what a predecessor in this process has parked.
    ParkedEnds(Handover handover, Descriptors descriptors) {
        this.handover = handover;
        this.descriptors = descriptors;
        for (String line : handover.take()) {
            int end = line.indexOf(SEPARATOR);
            parked.put(Path.of(line.substring(end + 1)), Integer.valueOf(line.substring(0, end)));
        }
    }

    /// @param descriptor open for reading; belongs to this from now on
    void park(Path fifo, int descriptor) {
        Integer former = parked.put(fifo, descriptor);
        if (former != null) {
            descriptors.close(former);
        }
    }

    /// Somebody else has opened the fifo, or it is done with.
    void release(Path fifo) {
        Integer descriptor = parked.remove(fifo);
        if (descriptor != null) {
            descriptors.close(descriptor);
        }
    }

    /// Closes the ends of fifos that have been removed: their owner has forgotten them.
    void releaseRemoved() {
        parked.keySet().stream().filter(fifo -> !Files.exists(fifo)).toList().forEach(this::release);
    }

    /// Leaves everything to a successor.
    void give() {
        releaseRemoved();
        List<String> lines = new ArrayList<>();
        parked.forEach((fifo, descriptor) -> lines.add(descriptor.toString() + SEPARATOR + fifo));
        parked.clear();
        handover.give(lines);
    }
}
