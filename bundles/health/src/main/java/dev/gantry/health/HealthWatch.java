package dev.gantry.health;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import dev.gantry.api.exec.Execs;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HealthcheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Probes every running container that wants it. Learns from the events what runs, and asks the engine when it begins, so nobody has
/// to tell it and a restart of this bundle goes on where its predecessor stopped.
@Component(
        immediate = true,
        service = {})
public final class HealthWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final EventQuery QUERY = new EventQuery(
            new Filters(Map.of("type", List.of("container"), "event", List.of("start", "die", "pause", "unpause"))),
            null,
            null);

    private final ServiceSlot<Containers> containers = new ServiceSlot<>("the engine");
    private final ServiceSlot<Execs> execs = new ServiceSlot<>("execs");
    private final ServiceSlot<Measurements> measurements = new ServiceSlot<>("measurements");
    private final Map<String, Monitor> monitors = new ConcurrentHashMap<>();
    private final Map<Containers, Thread> resuming = Collections.synchronizedMap(new IdentityHashMap<>());
    private final InstantSource clock;
    private final @Nullable ScheduledExecutorService scheduler;
    private final Monitor.Timer timer;
    private @Nullable EventStream stream;
    private @Nullable Thread follower;

    @Activate
    public HealthWatch() {
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("health").daemon().factory());
        this.clock = InstantSource.system();
        this.scheduler = ticks;
        this.timer = (work, delay, unit) -> later(ticks, work, delay, unit);
    }

    HealthWatch(InstantSource clock, Monitor.Timer timer) {
        this.clock = clock;
        this.scheduler = null;
        this.timer = timer;
    }

    private static ScheduledFuture<?> later(ScheduledExecutorService ticks, Runnable work, long delay, TimeUnit unit) {
        return ticks.schedule(() -> Thread.ofVirtual().start(work), delay, unit);
    }

    private void follow(@Nullable Thread previous, EventStream events) {
        try {
            if (previous != null) {
                previous.join();
            }
            for (Event event = events.next(); event != null; event = events.next()) {
                handle(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Containers that run already.
    private void resume() {
        try {
            containers.call(Containers::running).stream()
                    .filter(id -> !monitors.containsKey(id))
                    .forEach(this::watch);
        } catch (EngineException e) {
            // An engine that leaves meanwhile has a successor, for which this is done again.
            LOG.atLevel(e.kind() == ErrorKind.UNAVAILABLE ? Level.DEBUG : Level.WARN)
                    .log("running containers are not probed: {}", e.getMessage());
        }
    }

    void handle(Event event) {
        switch (event.action()) {
            case "start" -> watch(event.id());
            case "die" -> forget(event.id());
            case "pause" -> pause(event.id(), true);
            case "unpause" -> pause(event.id(), false);
            default -> {}
        }
    }

    private void watch(String id) {
        try {
            RunningContainer container = containers.call(c -> c.lookup(id));
            ProbeSettings settings = ProbeSettings.of(container.config());
            if (settings == null || !container.isRunning()) {
                return;
            }
            Monitor monitor = monitor(container, settings);
            Monitor before = monitors.put(id, monitor);
            if (before != null) {
                before.end();
            }
            monitor.pause(container.isPaused());
            monitor.begin();
        } catch (EngineException e) {
            LOG.debug("container {} is not probed: {}", id, e.getMessage());
        }
    }

    private Monitor monitor(RunningContainer container, ProbeSettings settings) {
        Instant started = Objects.requireNonNullElseGet(container.startedAt(), clock::instant);
        Health before = container.health() == null ? new Health(Progress.STARTING, 0, List.of()) : container.health();
        Duration timeout = settings.timeout();
        return new Monitor(
                settings,
                new Progress(settings, started, before),
                () -> execs.call(
                        e -> e.run(container.id(), settings.exec(container.config()), timeout, Monitor.OUTPUT_LIMIT)),
                health -> {
                    count(health);
                    containers.run(c -> c.reportHealth(container.id(), health));
                },
                timer,
                clock);
    }

    /// For who collects figures, if anybody does.
    private void count(Health health) {
        try (Lease<Measurements> lease = measurements.tryAcquire()) {
            if (lease != null) {
                List<HealthcheckResult> log = health.Log();
                boolean failed = log != null && !log.isEmpty() && log.getLast().ExitCode() != 0;
                lease.service().healthCheck(failed);
            }
        }
    }

    private void forget(String id) {
        Monitor monitor = monitors.remove(id);
        if (monitor != null) {
            monitor.end();
        }
    }

    private void pause(String id, boolean frozen) {
        Monitor monitor = monitors.get(id);
        if (monitor != null) {
            monitor.pause(frozen);
        }
    }

    @Deactivate
    void leave() {
        if (stream != null) {
            stream.close();
        }
        monitors.keySet().forEach(this::forget);
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        EventStream before = stream;
        EventQuery rest = before == null ? null : before.rest();
        EventStream events = service.subscribe(rest == null ? QUERY : rest);
        stream = events;
        if (before != null) {
            before.close();
        }
        Thread previous = follower;
        follower = Thread.ofVirtual().name("health").start(() -> follow(previous, events));
    }

    /// Its stream says later from where the successor has to go on.
    void unbindEvents(Events service) {}

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        containers.bind(service);
        resuming.put(service, Thread.ofVirtual().start(this::resume));
    }

    /// An engine that leaves before it has its containers would wait for who waits for them.
    void unbindContainers(Containers service) {
        Thread waiting = resuming.remove(service);
        if (waiting != null) {
            waiting.interrupt();
        }
        containers.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExecs(Execs service) {
        execs.bind(service);
    }

    void unbindExecs(Execs service) {
        execs.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMeasurements(Measurements service) {
        measurements.bind(service);
    }

    void unbindMeasurements(Measurements service) {
        measurements.unbind(service);
    }
}
