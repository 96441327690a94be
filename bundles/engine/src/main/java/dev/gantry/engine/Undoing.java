package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.engine.record.ContainerFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes back what a run of a container needed, each part whatever became of the others.
final class Undoing {
    private static final Logger LOG = LoggerFactory.getLogger(Undoing.class);
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerVolumes volumes;
    private final SpecMounts mounts;

    Undoing(Machinery engine, RootMounts roots, ContainerVolumes volumes, SpecMounts mounts) {
        this.engine = engine;
        this.roots = roots;
        this.volumes = volumes;
        this.mounts = mounts;
    }

    /// After a start that failed at any point.
    void startFailed(ContainerFacts facts) {
        String id = facts.id();
        step(id, "the task", () -> engine.services().runtime.run(runtime -> runtime.discard(id)));
        step(id, "the network", () -> release(id));
        step(id, "the output", () -> closeStreams(id));
        files(facts);
    }

    /// What clients can see of an end: output is read to its last byte, the network is free.
    void ended(ContainerFacts facts) {
        String id = facts.id();
        Future<?> output = engine.work().background("reading the last output", id, () -> drain(facts));
        step(id, "the network", () -> release(id));
        step(id, "parts of volumes", () -> volumes.parts().unmount(facts));
        step(id, "the volumes", () -> volumes.unmounted(facts));
        Work.join(output);
    }

    /// What nobody sees of an end: the shim goes, the root file system is unmounted.
    void cleared(ContainerFacts facts) {
        String id = facts.id();
        step(id, "the task", () -> engine.services().runtime.run(runtime -> delete(runtime, id)));
        unmounted(facts);
    }

    /// Its end was told, so whatever containerd still thinks to run is in the way.
    private static void delete(Runtime runtime, String id) {
        try {
            runtime.delete(id);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
            runtime.discard(id);
        }
    }

    private void files(ContainerFacts facts) {
        step(facts.id(), "parts of volumes", () -> volumes.parts().unmount(facts));
        step(facts.id(), "the volumes", () -> volumes.unmounted(facts));
        unmounted(facts);
    }

    /// What the daemon itself has mounted for a run.
    void unmounted(ContainerFacts facts) {
        String id = facts.id();
        step(id, "parts of volumes", () -> volumes.parts().unmount(facts));
        step(id, "the shared memory", () -> mounts.unmountSharedMemory(facts));
        step(id, "the root file system", () -> roots.unmount(facts));
    }

    /// Also when no provider of streams has read on from the last one's yet.
    private void drain(ContainerFacts facts) {
        try {
            boolean whole = Logging.streams(
                    engine,
                    facts,
                    streams -> Logging.adopted(engine, facts, streams).drain(OUTPUT_LIMIT));
            if (!whole) {
                LOG.debug("some output was still held back by other processes container={}", facts.id());
            }
        } catch (IOException e) {
            throw Work.failure(e);
        }
    }

    /// Ends the streams and forgets them.
    void closeStreams(String id) {
        engine.services().streams.run((ContainerStreams all) -> {
            Streams streams = all.find(id, null);
            if (streams != null) {
                streams.close();
            }
        });
    }

    private static void step(String id, String what, Runnable step) {
        try {
            step.run();
        } catch (EngineException e) {
            LOG.warn("could not clear {} away container={}", what, id, e);
        }
    }

    private void release(String id) {
        engine.services().timing.network("release", () -> {
            engine.services().sandboxes.run(sandboxes -> sandboxes.release(id));
            return null;
        });
    }
}
