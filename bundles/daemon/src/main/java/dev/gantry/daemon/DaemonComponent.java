package dev.gantry.daemon;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.Effect;
import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.config.ReloadListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.SettingChange;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.FileFailures;
import dev.gantry.api.event.Events;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.http.TlsContext;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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

/// The conductor's life in the framework: it begins with the configuration, hears of signals and reloads, and is given what the
/// sequence waits for.
@Component(immediate = true, service = ReloadListener.class)
public final class DaemonComponent implements ReloadListener {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonComponent.class);

    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(6);
    private static final int ATTEMPTS = 6;

    private final Configured configured;
    private final CommandLine commandLine;
    private final Conductor conductor;
    private final Requests requests;
    private final BooleanSupplier ending;
    private final Thread thread = Thread.ofPlatform().name("conductor").unstarted(this::run);
    private volatile boolean begun;

    @Activate
    public DaemonComponent(
            BundleContext context,
            @Reference Configured configured,
            @Reference CommandLine commandLine,
            @Reference FileNodes files,
            @Reference AtomicFiles atomic) {
        this(
                configured,
                commandLine,
                new Conductor(new Stage(files, atomic, System.getenv(), commandLine::pidFile)),
                new Requests(),
                () -> isEnding(context));
        requests.listenToSignals();
        begin();
    }

    DaemonComponent(
            Configured configured,
            CommandLine commandLine,
            Conductor conductor,
            Requests requests,
            BooleanSupplier ending) {
        this.configured = configured;
        this.commandLine = commandLine;
        this.conductor = conductor;
        this.requests = requests;
        this.ending = ending;
    }

    private static boolean isEnding(BundleContext context) {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    }

    Conductor conductor() {
        return conductor;
    }

    /// Runs the sequence on a thread of its own.
    void begin() {
        thread.start();
    }

    private void run() {
        try {
            begun = true;
            start(PidFile.read(Path.of(configured.current().text("pidfile")))
                    == ProcessHandle.current().pid());
            serveRequests();
        } catch (IOException | EngineException e) {
            if (Thread.interrupted()) {
                LOG.info("The start was cancelled");
                return;
            }
            LOG.debug("start failed", e);
            System.err.println(
                    failure(e instanceof IOException io ? FileFailures.words(io) : String.valueOf(e.getMessage())));
            commandLine.exit(1);
        } catch (InterruptedException e) {
            LOG.debug("the conductor leaves");
        }
    }

    /// @param running whether this process is a daemon already, whose conductor was updated: then a part that is not back in time
    ///     must not end it
    private void start(boolean running) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                conductor.start(configured.current());
                return;
            } catch (IOException | EngineException e) {
                if (!running || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.error("The running daemon is not taken over yet: {}", e.getMessage());
                if (attempt == ATTEMPTS) {
                    return;
                }
            }
        }
    }

    /// In order, as on a signal; only the status tells.
    private void servingFailed(String reason) {
        LOG.error("shutting down due to ServeAPI error: {}", reason);
        commandLine.exit(1);
    }

    private static String failure(String message) {
        return message.startsWith("failed to start daemon") ? message : "failed to start daemon: " + message;
    }

    private void serveRequests() throws InterruptedException {
        while (true) {
            switch (requests.next()) {
                case RELOAD -> reload();
                case DUMP -> StackDump.write(configured.current());
            }
        }
    }

    private void reload() {
        LOG.info("Got signal to reload configuration");
        try {
            configured.reload();
        } catch (EngineException e) {
            LOG.debug("reload refused", e);
        }
    }

    @Override
    public void reloaded(ReloadReport report) {
        for (SettingChange change : report.changes()) {
            if (change.effect() == Effect.NEEDS_RESTART) {
                LOG.warn(
                        "{} has changed: it needs a restart of the daemon, and stays as it is until then",
                        change.key());
            }
        }
        conductor.services().publish(ReloadEvent.of(conductor.stage().engineId(report.config()), configured));
        LOG.info("Reloaded configuration: {}", configured.json());
    }

    @Override
    public void refused(String reason) {
        LOG.error("The configuration is not reloaded, nothing has changed: {}", reason);
    }

    /// Everything ends, and then in order; or this bundle alone leaves, and then what was started goes on.
    @Deactivate
    void leave() {
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(LEAVE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (begun && ending.getAsBoolean()) {
            conductor.stop(configured.current());
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlugins(Plugins service) {
        conductor.services().plugins.bind(service);
    }

    void unbindPlugins(Plugins service) {
        conductor.services().plugins.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMeasurements(Measurements service) {
        conductor.services().measurements.bind(service);
    }

    void unbindMeasurements(Measurements service) {
        conductor.services().measurements.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindApi(ApiServer api) {
        api.onFailure(this::servingFailed);
        conductor.services().api.bind(api);
    }

    void unbindApi(ApiServer api) {
        conductor.services().api.unbind(api);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry registry) {
        conductor.services().registry.bind(registry);
    }

    void unbindRegistry(Registry registry) {
        conductor.services().registry.unbind(registry);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLogs(ContainerLogs logs) {
        conductor.services().logs.bind(logs);
    }

    void unbindLogs(ContainerLogs logs) {
        conductor.services().logs.unbind(logs);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(RuntimeVersion runtime) {
        conductor.services().runtime.bind(runtime);
    }

    void unbindRuntime(RuntimeVersion runtime) {
        conductor.services().runtime.unbind(runtime);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers containers) {
        conductor.services().containers.bind(containers);
    }

    void unbindContainers(Containers containers) {
        conductor.services().containers.unbind(containers);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events events) {
        conductor.services().events.bind(events);
    }

    void unbindEvents(Events events) {
        conductor.services().events.unbind(events);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTls(TlsContext tls) {
        conductor.services().tls.bind(tls);
    }

    void unbindTls(TlsContext tls) {
        conductor.services().tls.unbind(tls);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(LifecycleListener listener) {
        conductor.services().lifecycle.add(listener);
    }

    void removeListener(LifecycleListener listener) {
        conductor.services().lifecycle.remove(listener);
    }
}
