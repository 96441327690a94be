package dev.gantry.engine;

import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.LoggedContainer;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.LogConfig;
import dev.gantry.engine.record.ContainerFacts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container as the logging service sees it.
final class Logging {
    private Logging() {}

    static LogTarget target(Machinery engine, ContainerFacts facts) {
        LogConfig log = facts.host().LogConfig();
        List<String> command = facts.command();
        LoggedContainer container = new LoggedContainer(
                facts.id(),
                facts.name(),
                command.isEmpty() ? "" : command.getFirst(),
                command.isEmpty() ? List.of() : command.subList(1, command.size()),
                facts.imageId(),
                facts.config().Image(),
                engine.kernel().machine().hostName(),
                facts.created(),
                Absent.list(facts.config().Env()),
                facts.labels(),
                engine.store().directory(facts.id()));
        return new LogTarget(log.Type(), Absent.map(log.Config()), container);
    }

    /// Waits until a start under way is over: before, there is no task whose input could be closed.
    private static void closeInput(Machinery engine, String id) {
        Container container = engine.table().byId(id);
        if (container == null) {
            return;
        }
        container.lock().lock();
        try {
            if (container.state().isAlive()) {
                engine.services().runtime.run(runtime -> runtime.closeStdin(id, null));
            }
        } finally {
            container.lock().unlock();
        }
    }

    /// What is done with streams.
    interface Use<R extends @Nullable Object> {
        R of(Streams streams) throws IOException;
    }

    /// Uses the container's streams, made when they are not there. Their provider does not leave meanwhile.
    static <R extends @Nullable Object> R streams(Machinery engine, ContainerFacts facts, Use<R> use)
            throws IOException {
        ContainerConfig config = facts.config();
        String id = facts.id();
        StreamRequest request = new StreamRequest(
                id, null, config.Tty(), config.OpenStdin(), config.StdinOnce(), () -> closeInput(engine, id));
        try (Lease<ContainerStreams> lease = engine.services().streams.acquire()) {
            return use.of(lease.service().open(request));
        }
    }

    /// The streams of a process that runs, or did until now: read on from where a provider has left them.
    static Streams adopted(Machinery engine, ContainerFacts facts, Streams streams) throws IOException {
        if (!streams.isRunning()) {
            streams.adopt(target(engine, facts));
        }
        return streams;
    }
}
