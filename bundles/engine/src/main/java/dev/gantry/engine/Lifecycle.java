package dev.gantry.engine;

import dev.gantry.api.container.CommitContainerRequest;
import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.container.StopRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.CommitRequest;
import dev.gantry.api.types.ContainersPruneReport;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Timestamps;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What clients do to containers, in terms of the single steps.
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Machinery engine;
    private final StartContainer starting;
    private final StopContainer stopping;
    private final RemoveContainer removing;
    private final Adjustments adjustments;
    private final AtomicBoolean pruning = new AtomicBoolean();

    Lifecycle(
            Machinery engine,
            StartContainer starting,
            StopContainer stopping,
            RemoveContainer removing,
            Adjustments adjustments) {
        this.engine = engine;
        this.starting = starting;
        this.stopping = stopping;
        this.removing = removing;
        this.adjustments = adjustments;
    }

    void start(Container container) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            switch (facts.state()) {
                case RunState.Running _, RunState.Restarting _ ->
                    throw new EngineException(ErrorKind.NOT_MODIFIED, "container is already running", null);
                case RunState.Paused _ ->
                    throw EngineException.conflict("cannot start a paused container, try unpause instead");
                case RunState.Removing _, RunState.Dead _ ->
                    throw EngineException.conflict("container is marked for removal and cannot be started");
                case RunState.Created _, RunState.Exited _ -> {
                    container.restarts().reset();
                    container.become(facts.withRestartCount(0));
                    starting.start(container);
                }
            }
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_MODIFIED && removesItself(container)) {
                removing.remove(container, new RemoveRequest(false, true, false), () -> {});
            }
            throw e;
        } finally {
            container.lock().unlock();
        }
    }

    private static boolean removesItself(Container container) {
        RunState state = container.state();
        return container.facts().host().AutoRemove() && !state.isAlive() && !state.isLeaving();
    }

    void restart(Container container, StopRequest request) {
        container.restartedByHand(true);
        try {
            if (container.state().isAlive() || container.state() instanceof RunState.Restarting) {
                try {
                    stopping.stop(container, request, true);
                } catch (EngineException e) {
                    if (e.kind() != ErrorKind.NOT_MODIFIED) {
                        throw e;
                    }
                }
            }
            try {
                start(container);
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.NOT_MODIFIED) {
                    throw new EngineException(
                            e.kind(),
                            "Cannot restart container " + container.facts().name() + ": " + e.getMessage(),
                            e);
                }
            }
        } finally {
            container.restartedByHand(false);
        }
        engine.say(container.facts(), "restart");
    }

    void remove(Container container, RemoveRequest request) {
        removing.remove(container, request, () -> {
            if (container.state() instanceof RunState.Restarting) {
                stopping.stop(container, StopRequest.OWN, true);
            } else {
                stopping.kill(container, true);
            }
        });
    }

    ContainersPruneReport prune(Filters filters) {
        filters.requireOnly(Set.of("until", "label", "label!"));
        Instant until = until(filters);
        if (!pruning.compareAndSet(false, true)) {
            throw EngineException.conflict("a prune operation is already running");
        }
        try {
            List<String> deleted = new ArrayList<>();
            long space = 0;
            for (Container container : engine.table().all()) {
                ContainerFacts facts = container.facts();
                boolean ended = !facts.state().isAlive() && !(facts.state() instanceof RunState.Restarting);
                if (ended && facts.created().isBefore(until) && filters.labelsForPrune(facts.labels())) {
                    try {
                        long size = engine.services()
                                .images
                                .call(images -> images.usage(facts.id()))
                                .writable();
                        removing.remove(container, new RemoveRequest(false, false, false), () -> {});
                        deleted.add(facts.id());
                        space += size;
                    } catch (EngineException e) {
                        // It was started or removed meanwhile.
                        LOG.debug("not pruned container={}", facts.id(), e);
                    }
                }
            }
            Announcer.pruned(engine.services(), space);
            return new ContainersPruneReport(deleted.isEmpty() ? null : deleted, space);
        } finally {
            pruning.set(false);
        }
    }

    private static Instant until(Filters filters) {
        List<String> given = filters.get("until");
        if (given.isEmpty()) {
            return Instant.MAX;
        }
        if (given.size() > 1) {
            throw EngineException.invalidParameter("more than one until filter specified");
        }
        return Moments.parse(given.getFirst(), Instant.now());
    }

    String commit(Container container, CommitContainerRequest request) {
        ContainerFacts facts = container.facts();
        if (facts.state().isLeaving()) {
            throw EngineException.conflict("You cannot commit container " + facts.id() + " which is being removed");
        }
        boolean freeze = request.pause() && facts.state() instanceof RunState.Running;
        if (freeze) {
            adjustments.pause(container);
        }
        try {
            String id = engine.services()
                    .images
                    .call(images -> images.commit(new CommitRequest(
                            facts.id(),
                            facts.imageId(),
                            facts.config(),
                            request.config(),
                            request.changes(),
                            request.target(),
                            request.author(),
                            request.comment())));
            String name = request.target() == null ? "" : request.target().familiar();
            engine.say(facts, "commit", Map.of("comment", request.comment(), "imageID", id, "imageRef", name));
            return id;
        } finally {
            if (freeze) {
                adjustments.unpause(container);
            }
        }
    }

    /// Times of filters: seconds since 1970, a duration back from now such as `1h30m`, or RFC 3339.
    static final class Moments {
        private Moments() {}

        static Instant parse(String text, Instant now) {
            try {
                if (text.matches("[0-9]+(\\.[0-9]+)?")) {
                    String[] parts = text.split("\\.", 2);
                    long nanos = parts.length > 1 ? Long.parseLong((parts[1] + "000000000").substring(0, 9)) : 0;
                    return Instant.ofEpochSecond(Long.parseLong(parts[0]), nanos);
                }
                if (text.matches("([0-9]+(\\.[0-9]+)?[hms])+")) {
                    return now.minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
                }
                return Timestamps.parse(text.contains("T") ? text : text + "T00:00:00Z");
            } catch (RuntimeException e) {
                throw EngineException.invalidParameter(
                        "failed to parse value as time or duration: \"" + text + "\"", e);
            }
        }
    }
}
