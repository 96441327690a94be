package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.runtime.ExecSpec;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecCreateRequestBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the processes of execs and deals with their ends.
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);
    private static final int KILLED = 137;

    private final Parts parts;

    Launcher(Parts parts) {
        this.parts = parts;
    }

    /// The streams of an exec that somebody attaches to.
    Streams streams(Exec exec, boolean stdin) {
        String container = exec.containerId();
        Runnable closed = () -> parts.runtime().run(runtime -> runtime.closeStdin(container, exec.id()));
        StreamRequest request =
                new StreamRequest(container, exec.id(), exec.request().Tty(), stdin, true, quietly(closed));
        return parts.streams().call(all -> all.open(request));
    }

    private static Runnable quietly(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (EngineException e) {
                LOG.debug("closing the standard input of an exec: {}", e.getMessage());
            }
        };
    }

    /// Starts the process; on failure the exec has ended with Docker's exit code.
    ///
    /// @param streams null to start it without any
    /// @param size height and width of the terminal; null for the one given at creation
    void start(Exec exec, @Nullable Streams streams, @Nullable List<Integer> size) {
        announce(exec, "exec_start: " + exec.shown(), Map.of("execID", exec.id()));
        try {
            byte[] process =
                    parts.containers().call(c -> c.execProcess(exec.containerId(), sized(exec.request(), size)));
            Stdio stdio = stdio(exec, streams);
            int pid = parts.runtime().call(r -> r.exec(new ExecSpec(exec.containerId(), exec.id(), process, stdio)));
            exec.runs(pid);
            if (streams != null) {
                streams.processStarted();
            }
        } catch (EngineException e) {
            exec.ends(StartFailure.exitCode(e));
            close(streams);
            throw StartFailure.translate(e);
        } catch (IOException e) {
            exec.ends(StartFailure.NOT_EXECUTABLE);
            close(streams);
            throw EngineException.system("failed to open the streams of the exec: " + e.getMessage(), e);
        }
    }

    private static ExecCreateRequest sized(ExecCreateRequest request, @Nullable List<Integer> size) {
        return size == null
                ? request
                : ExecCreateRequestBuilder.builder(request).ConsoleSize(size).build();
    }

    private static Stdio stdio(Exec exec, @Nullable Streams streams) throws IOException {
        if (streams == null) {
            return Stdio.NONE;
        }
        StdioPaths paths = streams.start(null);
        return new Stdio(exec.request().Tty(), paths.stdin(), paths.stdout(), paths.stderr());
    }

    private static void close(@Nullable Streams streams) {
        if (streams != null) {
            streams.close();
        }
    }

    /// The process is over: first everybody can know its exit code, then its output ends.
    void ended(Exec exec, int exitCode) {
        if (!exec.ends(exitCode)) {
            return;
        }
        Streams streams = parts.streams().call(all -> all.find(exec.containerId(), exec.id()));
        if (streams != null) {
            streams.drain(OUTPUT_LIMIT);
            streams.close();
        }
        announce(exec, "exec_die", Map.of("execID", exec.id(), "exitCode", Integer.toString(exitCode)));
        try {
            parts.runtime().run(runtime -> runtime.deleteExec(exec.containerId(), exec.id()));
        } catch (EngineException e) {
            LOG.debug("forgetting exec {}: {}", exec.id(), e.getMessage());
        }
    }

    /// The container is over, and with it an exec whose own end was not heard of.
    void containerEnded(Exec exec) {
        if (exec.state() instanceof Exec.State.Running) {
            ended(exec, KILLED);
        }
    }

    void kill(Exec exec, int signal) {
        try {
            parts.runtime().run(runtime -> runtime.kill(exec.containerId(), exec.id(), signal, false));
        } catch (EngineException e) {
            LOG.debug("killing exec {}: {}", exec.id(), e.getMessage());
        }
    }

    /// Publishes an event of the container; one that is gone meanwhile has none.
    void announce(Exec exec, String action, Map<String, String> attributes) {
        try {
            parts.containers().run(c -> c.announce(exec.containerId(), action, attributes));
        } catch (EngineException e) {
            LOG.debug("{} of {}: {}", action, exec.id(), e.getMessage());
        }
    }
}
