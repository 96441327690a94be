package dev.gantry.daemon;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Events;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.http.TlsContext;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the daemon, waits for its end, stops it. [#start] and [#stop] are the sequence, top to bottom; everything in it may be
/// done twice, so that this bundle can be updated while the daemon runs.
@Component(
        immediate = true,
        service = {})
public final class Conductor {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(10);

    private final Configured configured;
    private final CommandLine commandLine;
    private final Stage stage;
    private final Requests requests;
    private final BooleanSupplier ending;
    private final Services services = new Services(PATIENCE);
    private final Thread thread = Thread.ofPlatform().name("conductor").unstarted(this::run);
    private volatile boolean begun;

    @Activate
    public Conductor(
            BundleContext context,
            @Reference Configured configured,
            @Reference CommandLine commandLine,
            @Reference FileNodes files,
            @Reference AtomicFiles atomic) {
        this(configured, commandLine, new Stage(files, atomic), new Requests(), () -> isEnding(context));
        requests.listenToSignals();
        begin();
    }

    Conductor(Configured configured, CommandLine commandLine, Stage stage, Requests requests, BooleanSupplier ending) {
        this.configured = configured;
        this.commandLine = commandLine;
        this.stage = stage;
        this.requests = requests;
        this.ending = ending;
    }

    /// Runs the sequence on a thread of its own.
    void begin() {
        thread.start();
    }

    private static boolean isEnding(BundleContext context) {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    }

    /// From nothing to a daemon that answers.
    void start(DaemonConfig config) throws IOException {
        Steps steps = new Steps();
        LOG.info("Starting up");
        steps.run("directories", () -> stage.makeDirectories(config));
        steps.run("pid file", () -> stage.writePidFile(config));
        steps.run("umask", stage::setUmask);
        steps.run("tls", () -> services.requireTls(config));
        steps.run("sockets", () -> services.api.run(api -> api.bind(config.list("hosts"))));
        steps.run("registry", () -> services.registry.await(PATIENCE));
        steps.run("containerd", () -> services.runtime.run(runtime -> runtime.await(PATIENCE)));
        steps.run("containers", () -> services.containers.run(engine -> engine.awaitRestored(RESTORE_LIMIT)));
        steps.run("serve", () -> services.api.run(ApiServer::serve));
        services.lifecycle.ready();
        LOG.info("Daemon has completed initialization ({})", steps);
    }

    /// From a daemon that answers to nothing.
    void stop(DaemonConfig config) {
        LOG.info("Stopping");
        services.lifecycle.stopping();
        Duration limit = services.stopLimit(config.number("shutdown-timeout"));
        Thread api = Thread.ofVirtual().start(() -> services.stopServing(limit));
        services.stopContainers(limit);
        join(api, limit);
        stage.leave();
        LOG.info("Daemon shutdown complete");
    }

    private void run() {
        try {
            begun = true;
            start(configured.current());
            serveRequests();
        } catch (IOException | EngineException e) {
            LOG.debug("start failed", e);
            System.err.println("failed to start daemon: " + e.getMessage());
            commandLine.exit(1);
        } catch (InterruptedException e) {
            LOG.debug("the conductor leaves");
        }
    }

    private void serveRequests() throws InterruptedException {
        while (true) {
            switch (requests.next()) {
                case RELOAD -> reload();
                case DUMP -> stage.dumpThreads(configured.current());
            }
        }
    }

    private void reload() {
        try {
            ReloadReport report = configured.reload();
            services.announceReload(stage.engineId(report.config()), report);
            LOG.info("Reloaded configuration: {}", configured.json());
        } catch (EngineException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private static void join(Thread thread, @Nullable Duration limit) {
        try {
            thread.join(limit == null ? Duration.ofDays(1) : limit.plusSeconds(6));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Everything ends, and then in order; or this bundle alone leaves, and then what was started goes on.
    @Deactivate
    void leave() {
        thread.interrupt();
        if (thread.isAlive()) {
            join(thread, Duration.ZERO);
        }
        if (begun && ending.getAsBoolean()) {
            stop(configured.current());
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindApi(ApiServer api) {
        services.api.bind(api);
    }

    void unbindApi(ApiServer api) {
        services.api.unbind(api);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry registry) {
        services.registry.bind(registry);
    }

    void unbindRegistry(Registry registry) {
        services.registry.unbind(registry);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(RuntimeVersion runtime) {
        services.runtime.bind(runtime);
    }

    void unbindRuntime(RuntimeVersion runtime) {
        services.runtime.unbind(runtime);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers containers) {
        services.containers.bind(containers);
    }

    void unbindContainers(Containers containers) {
        services.containers.unbind(containers);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events events) {
        services.events.bind(events);
    }

    void unbindEvents(Events events) {
        services.events.unbind(events);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTls(TlsContext tls) {
        services.tls.bind(tls);
    }

    void unbindTls(TlsContext tls) {
        services.tls.unbind(tls);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(LifecycleListener listener) {
        services.lifecycle.add(listener);
    }

    void removeListener(LifecycleListener listener) {
        services.lifecycle.remove(listener);
    }
}
