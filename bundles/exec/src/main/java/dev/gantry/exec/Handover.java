package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.types.ExecCreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file through which the execs reach the successor of this bundle. It names the process: another daemon's execs are nobody's.
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Path file;
    private final JsonCodec json;
    private final long process;

    Handover(Path file, JsonCodec json, long process) {
        this.file = file;
        this.json = json;
        this.process = process;
    }

    /// What is in the file.
    ///
    /// @param Process whose execs these are
    /// @param Execs all of them
    record Content(long Process, List<Entry> Execs) {}

    /// One exec.
    ///
    /// @param Pid 0 unless it runs or ran
    /// @param ExitCode null unless it has ended
    /// @param Stdin whether its streams have an input; null when it has no streams
    record Entry(
            String Id,
            String ContainerId,
            ExecCreateRequest Request,
            int Pid,
            @Nullable Integer ExitCode,
            @Nullable Boolean Stdin) {}

    void give(Collection<Exec> execs) {
        List<Entry> entries = execs.stream().map(Handover::entry).toList();
        try {
            Files.write(file, json.write(new Content(process, entries)));
        } catch (IOException | EngineException e) {
            LOG.warn("the execs are lost to the successor: {}", e.getMessage());
        }
    }

    private static Entry entry(Exec exec) {
        return switch (exec.state()) {
            case Exec.State.Created _, Exec.State.Claimed _ -> entry(exec, 0, null);
            case Exec.State.Running(int pid) -> entry(exec, pid, null);
            case Exec.State.Ended over -> entry(exec, over.pid(), over.exitCode());
        };
    }

    private static Entry entry(Exec exec, int pid, @Nullable Integer exitCode) {
        return new Entry(exec.id(), exec.containerId(), exec.request(), pid, exitCode, exec.stdin());
    }

    List<Exec> take() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            Content content = json.read(Files.readAllBytes(file), Content.class);
            Files.delete(file);
            return content.Process() == process
                    ? content.Execs().stream().map(Handover::exec).toList()
                    : List.of();
        } catch (IOException | EngineException e) {
            LOG.warn("the execs of the predecessor are lost: {}", e.getMessage());
            return List.of();
        }
    }

    private static Exec exec(Entry entry) {
        Exec.State state;
        if (entry.ExitCode() != null) {
            state = new Exec.State.Ended(entry.Pid(), entry.ExitCode(), Instant.now());
        } else {
            state = entry.Pid() > 0 ? new Exec.State.Running(entry.Pid()) : new Exec.State.Created();
        }
        Exec exec = new Exec(entry.Id(), entry.ContainerId(), entry.Request(), state);
        if (entry.Stdin() != null) {
            exec.streams(entry.Stdin());
        }
        return exec;
    }
}
