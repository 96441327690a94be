package dev.gantry.engine;

import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.container.StopRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImageUsers.ImageUse;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What execs, statistics, archives, logs and attached clients need of a container.
final class Access {
    private static final Duration SHUTDOWN_MARGIN = Duration.ofSeconds(5);

    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerRoots files;
    private final Inspection inspection;

    Access(Machinery engine, RootMounts roots, ContainerRoots files, Inspection inspection) {
        this.engine = engine;
        this.roots = roots;
        this.files = files;
        this.inspection = inspection;
    }

    RunningContainer lookup(Container container) {
        ContainerFacts facts = container.facts();
        RunState.Running process = facts.state().process();
        RunState.End end = facts.state().end();
        NetworkSettings network = inspection.network(facts);
        Instant started = process != null ? process.startedAt() : end == null ? null : end.startedAt();
        return new RunningContainer(
                facts.id(),
                facts.name(),
                facts.state().word(),
                process == null ? 0 : process.pid(),
                started,
                facts.imageId(),
                facts.config().Image(),
                facts.config(),
                facts.host(),
                Inspection.mounts(facts),
                roots.path(facts),
                engine.store().directory(facts.id()),
                engine.settings().execDirectory(facts.id()),
                engine.kernel().specs().cgroup(facts.id(), facts.host()),
                sandboxKey(network),
                facts.health());
    }

    private static @Nullable Path sandboxKey(NetworkSettings network) {
        return network.SandboxKey().isEmpty() ? null : Path.of(network.SandboxKey());
    }

    byte[] execProcess(Container container, ExecCreateRequest request) {
        ContainerFacts facts = container.facts();
        facts.state().requireProcess(facts.id());
        SpecRequest spec = new SpecRequest(
                facts.id(),
                new Links(engine.table()).withEnvironmentOfRunning(facts),
                facts.host(),
                roots.path(facts),
                List.of(),
                new SpecRequest.JoinedNamespaces(null, null, null),
                null,
                facts.appArmor());
        return engine.kernel().specs().exec(spec, request);
    }

    MountedRoot openRoot(Container container, boolean volumes) {
        return files.open(container, volumes);
    }

    Attachment attach(Container container, AttachRequest request) {
        ContainerFacts facts = container.facts();
        if (facts.state() instanceof RunState.Paused) {
            throw EngineException.conflict(
                    "container " + facts.id() + " is paused, unpause the container before attach");
        }
        if (facts.state() instanceof RunState.Restarting) {
            throw EngineException.conflict(
                    "container " + facts.id() + " is restarting, wait until the container is running");
        }
        try {
            Attachment attachment = Logging.streams(engine, facts, streams -> streams.attach(request));
            engine.say(facts, "attach");
            return attachment;
        } catch (IOException e) {
            throw Work.failure(e);
        }
    }

    LogStream logs(Container container, LogQuery query) {
        ContainerFacts facts = container.facts();
        if (facts.state().isLeaving()) {
            throw EngineException.conflict("can not get logs from container which is dead or marked for removal");
        }
        LogQuery effective = query.withFollow(query.follow() && facts.state().isAlive());
        return engine.services().logs.call(logs -> logs.read(Logging.target(engine, facts), effective));
    }

    void resize(Container container, int height, int width) {
        ContainerFacts facts = container.facts();
        facts.state().requireProcess(facts.id());
        engine.services().runtime.run(runtime -> runtime.resize(facts.id(), null, width, height));
        engine.say(facts, "resize", Map.of("height", Integer.toString(height), "width", Integer.toString(width)));
    }

    /// The longest stop of all that run, and some time to spare; negative when one may take for ever.
    Duration shutdownNeed() {
        Duration longest = Duration.ZERO;
        for (Container container : engine.table().all()) {
            if (container.state().isAlive()) {
                int seconds = StopContainer.timeout(container.facts(), StopRequest.OWN);
                if (seconds < 0) {
                    return Duration.ofSeconds(-1);
                }
                Duration need = Duration.ofSeconds(seconds).plus(SHUTDOWN_MARGIN);
                longest = need.compareTo(longest) > 0 ? need : longest;
            }
        }
        return longest;
    }

    static List<ImageUse> imageUses(ContainerTable table) {
        return table.all().stream()
                .map(Container::facts)
                .filter(facts -> !facts.imageId().isEmpty())
                .map(facts ->
                        new ImageUse(facts.id(), facts.imageId(), facts.state().isAlive()))
                .toList();
    }
}
