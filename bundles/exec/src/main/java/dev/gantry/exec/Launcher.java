package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.LastingAttachment;
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

    private final Parts parts;

    Launcher(Parts parts) {
        this.parts = parts;
    }

    /// The streams of an exec that somebody attaches to.
    StreamRequest streams(Exec exec, boolean stdin) {
        String container = exec.containerId();
        Runnable closed = () -> parts.runtime().run(runtime -> runtime.closeStdin(container, exec.id()));
        return new StreamRequest(container, exec.id(), exec.request().Tty(), stdin, true, quietly(closed));
    }

    /// A client's session begins.
    OutlivingSlots.Stream session() {
        return parts.all().stream();
    }

    /// Attaches a client; it outlives the provider of the streams.
    Attachment attach(StreamRequest streams, AttachRequest wanted) {
        return new LastingAttachment(
                parts.streams().call(all -> all.open(streams).attach(wanted)),
                rest -> parts.streams().call(all -> all.resume(rest)));
    }

    /// Reads on from a process whose streams their provider has left. Does nothing for others.
    void adopt(Exec exec) {
        Boolean stdin = exec.stdin();
        if (stdin == null) {
            return;
        }
        StreamRequest request = streams(exec, stdin);
        try (Lease<ContainerStreams> lease = parts.streams().acquire()) {
            synchronized (exec) {
                if (exec.state() instanceof Exec.State.Running) {
                    adopted(lease.service().open(request));
                }
            }
        } catch (EngineException e) {
            // A provider that comes later, or the end, adopts it.
            LOG.debug("the output of exec {} waits: {}", exec.id(), e.getMessage());
        } catch (IOException e) {
            LOG.warn("the output of exec {} is lost: {}", exec.id(), e.toString());
        }
    }

    private static Streams adopted(Streams streams) throws IOException {
        if (!streams.isRunning()) {
            streams.adopt(null);
        }
        return streams;
    }

    private static Runnable quietly(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (EngineException e) {
                if (e.kind() == ErrorKind.UNAVAILABLE) {
                    // The successor can.
                    throw e;
                }
                LOG.debug("closing the standard input of an exec: {}", e.getMessage());
            }
        };
    }

    /// Starts the process; on failure the exec has ended with Docker's exit code.
    ///
    /// @param streams null to start it without any
    /// @param size height and width of the terminal; null for the one given at creation
    void start(Exec exec, @Nullable StreamRequest streams, @Nullable List<Integer> size) {
        announce(exec, "exec_start: " + exec.shown(), Map.of("execID", exec.id()));
        try {
            byte[] process =
                    parts.containers().call(c -> c.execProcess(exec.containerId(), sized(exec.request(), size)));
            Stdio stdio = streams == null ? Stdio.NONE : stdio(exec, streams);
            int pid = parts.runtime().call(r -> r.exec(new ExecSpec(exec.containerId(), exec.id(), process, stdio)));
            exec.runs(pid);
        } catch (EngineException e) {
            exec.ends(StartFailure.exitCode(e));
            close(streams);
            throw StartFailure.translate(e);
        } catch (IOException e) {
            exec.ends(StartFailure.NOT_EXECUTABLE);
            close(streams);
            throw EngineException.system("failed to open the streams of the exec: " + e.getMessage(), e);
        }
        if (streams != null) {
            processStarted(exec, streams);
        }
    }

    private Stdio stdio(Exec exec, StreamRequest streams) throws IOException {
        try (Lease<ContainerStreams> lease = parts.streams().acquire()) {
            StdioPaths paths = lease.service().open(streams).start(null);
            exec.streams(streams.stdin());
            return new Stdio(exec.request().Tty(), paths.stdin(), paths.stdout(), paths.stderr());
        }
    }

    /// The provider may have left since the start; nobody else adopts what was not running yet. An exec that is over has no streams.
    /// Whatever fails here, the process runs, and its own end is what counts; a provider that comes later adopts it.
    private void processStarted(Exec exec, StreamRequest request) {
        try (Lease<ContainerStreams> lease = parts.streams().acquire()) {
            synchronized (exec) {
                if (exec.state() instanceof Exec.State.Running) {
                    adopted(lease.service().open(request)).processStarted();
                }
            }
        } catch (IOException | EngineException e) {
            LOG.warn("exec {} runs, but its streams are not told: {}", exec.id(), e.toString());
        }
    }

    private static ExecCreateRequest sized(ExecCreateRequest request, @Nullable List<Integer> size) {
        return size == null
                ? request
                : ExecCreateRequestBuilder.builder(request).ConsoleSize(size).build();
    }

    /// After a failed start. Waits for nobody: a provider that has left has not kept them, and the failure is what the client hears.
    private void close(@Nullable StreamRequest request) {
        if (request == null) {
            return;
        }
        try (Lease<ContainerStreams> lease = parts.streams().tryAcquire()) {
            Streams streams = lease == null ? null : lease.service().find(request.containerId(), request.execId());
            if (streams != null) {
                streams.close();
            }
        }
    }

    /// The process is over and everybody can know its exit code: now its output ends.
    void ended(Exec exec, int exitCode) {
        Boolean stdin = exec.stdin();
        if (stdin != null) {
            drain(exec, streams(exec, stdin));
        }
        announce(exec, "exec_die", Map.of("execID", exec.id(), "exitCode", Integer.toString(exitCode)));
        try {
            parts.runtime().run(runtime -> runtime.deleteExec(exec.containerId(), exec.id()));
        } catch (EngineException e) {
            LOG.debug("forgetting exec {}: {}", exec.id(), e.getMessage());
        }
    }

    private void drain(Exec exec, StreamRequest request) {
        try (Lease<ContainerStreams> lease = parts.streams().acquire();
                Streams streams = lease.service().open(request)) {
            adopted(streams).drain(OUTPUT_LIMIT);
        } catch (IOException | EngineException e) {
            LOG.warn("the last output of exec {} is lost: {}", exec.id(), e.toString());
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
