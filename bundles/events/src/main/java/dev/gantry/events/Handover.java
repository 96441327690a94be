package dev.gantry.events;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Event;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.types.EventMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file through which the kept events reach the successor of this bundle. It names the process, so that the next daemon does
/// not take them for its own.
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Path file;
    private final JsonCodec json;
    private final long process;

    Handover(Path file, JsonCodec json) {
        this(file, json, ProcessHandle.current().pid());
    }

    Handover(Path file, JsonCodec json, long process) {
        this.file = file;
        this.json = json;
        this.process = process;
    }

    /// What is in the file.
    ///
    /// @param Process whose events these are
    /// @param Last place of the newest
    /// @param Events oldest first
    record Content(long Process, long Last, List<EventMessage> Events) {}

    /// Events that are kept.
    ///
    /// @param last place of the newest, counted from the daemon's first one
    /// @param events oldest first
    record Past(long last, List<Event> events) {
        static final Past NONE = new Past(0, List.of());
    }

    void give(Past past) {
        try {
            Files.write(
                    file,
                    json.write(new Content(
                            process,
                            past.last(),
                            past.events().stream().map(Event::message).toList())));
        } catch (IOException | EngineException e) {
            LOG.debug("the last events are lost", e);
        }
    }

    Past take() {
        try {
            if (!Files.exists(file)) {
                return Past.NONE;
            }
            Content content = json.read(Files.readAllBytes(file), Content.class);
            Files.delete(file);
            return content.Process() == process
                    ? new Past(
                            content.Last(),
                            content.Events().stream().map(Handover::event).toList())
                    : Past.NONE;
        } catch (IOException | EngineException e) {
            LOG.debug("the last events are lost", e);
            return Past.NONE;
        }
    }

    private static Event event(EventMessage message) {
        Map<String, String> attributes = message.Actor().Attributes();
        Instant time = Instant.ofEpochSecond(message.time(), message.timeNano() % 1_000_000_000L);
        return new Event(
                message.Type(),
                message.Action(),
                message.Actor().ID(),
                attributes == null ? Map.of() : attributes,
                message.scope(),
                time);
    }
}
