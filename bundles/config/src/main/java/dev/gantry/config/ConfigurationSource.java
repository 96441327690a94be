package dev.gantry.config;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Origin;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.config.ReloadListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.Setting;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the command line and the file, hands each component its settings, and registers [Configured]. When there is nothing to
/// run (`--help`, `--version`, `--validate`, a mistake) it prints what there is to say and ends the process.
@Component(
        immediate = true,
        service = {})
public final class ConfigurationSource implements Configured {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationSource.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Options options = new Options();
    private final Invocation invocation;
    private final Publication publication;
    private final Doorkeeper doorkeeper;
    private final Participants participants = new Participants();
    private final List<ReloadListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ServiceRegistration<Configured> registration;
    private @Nullable ServiceRegistration<ConfigurationListener> fenceRegistration;
    private volatile @Nullable FileWatch watch;
    private volatile @Nullable Merged current;

    @Activate
    public ConfigurationSource(
            BundleContext context, @Reference CommandLine commandLine, @Reference ConfigurationAdmin admin)
            throws IOException {
        this(
                new Invocation(commandLine, context.getBundle().getVersion().toString(), System.out, System.err),
                new Fence(),
                admin,
                new Doorkeeper(),
                context);
    }

    private ConfigurationSource(
            Invocation invocation, Fence fence, ConfigurationAdmin admin, Doorkeeper doorkeeper, BundleContext context)
            throws IOException {
        this(invocation, new Publication(admin, fence), doorkeeper);
        if (start()) {
            fenceRegistration = context.registerService(ConfigurationListener.class, fence, new Hashtable<>());
            registration = context.registerService(Configured.class, this, new Hashtable<>());
            FileWatch started = new FileWatch(invocation.file(options), LOOK, this::fileChanged);
            started.start();
            watch = started;
        }
    }

    /// A changed file is applied at once, unless the feature `config-watch` is switched off.
    private void fileChanged() {
        if (current().list("features").contains("config-watch=false")) {
            return;
        }
        LOG.info("the configuration file has changed: {}", invocation.file(options));
        try {
            reload();
        } catch (EngineException e) {
            LOG.debug("not applied", e);
        }
    }

    ConfigurationSource(Invocation invocation, Publication publication, Doorkeeper doorkeeper) {
        this.invocation = invocation;
        this.publication = publication;
        this.doorkeeper = doorkeeper;
    }

    /// @return whether the daemon shall run
    boolean start() throws IOException {
        try {
            Merged merged = invocation.read(options);
            if (merged == null) {
                return false;
            }
            doorkeeper.admit(merged.config());
            Merged inForce = publication.read();
            current = inForce == null ? merged : completed(inForce, merged);
            merged.warnings().forEach(LOG::warn);
            publication.write(known(), false);
            return true;
        } catch (EngineException e) {
            String message = e.getMessage();
            return invocation.fail(
                    message.startsWith("failed to start daemon") ? message : "failed to start daemon: " + message);
        }
    }

    /// After an update of this bundle: what was in force stays, keys that are new come with it.
    private static Merged completed(Merged inForce, Merged read) {
        Map<String, Object> values = new HashMap<>(read.config().values());
        Map<String, Origin> origins = new HashMap<>(read.origins());
        values.putAll(inForce.config().values());
        origins.putAll(inForce.origins());
        return new Merged(new DaemonConfig(values), origins);
    }

    private Merged known() {
        Merged merged = current;
        if (merged == null) {
            throw new IllegalStateException("not configured");
        }
        return merged;
    }

    @Override
    public DaemonConfig current() {
        return known().config();
    }

    @Override
    public List<Setting> settings() {
        return new ShownConfig(options, known()).settings();
    }

    @Override
    public String json() {
        return new ShownConfig(options, known()).json();
    }

    @Override
    public synchronized ReloadReport reload() {
        LOG.info("reloading the configuration from {}", invocation.file(options));
        listeners.forEach(ReloadListener::reloading);
        FileWatch watching = watch;
        if (watching != null) {
            watching.read();
        }
        ReloadReport report;
        try {
            Merged read = invocation.reread(options, null);
            read.warnings().forEach(LOG::warn);
            Transaction step = new Transaction(known(), read);
            step.run(participants, publication);
            current = step.after();
            report = new ReloadReport(step.after().config(), step.changes());
        } catch (RuntimeException e) {
            EngineException refusal = e instanceof EngineException known
                    ? known
                    : EngineException.system("the reload failed: " + e.getMessage(), e);
            listeners.forEach(listener -> listener.refused(refusal.getMessage()));
            throw refusal;
        }
        listeners.forEach(listener -> listener.reloaded(report));
        return report;
    }

    @Override
    public synchronized ReloadReport rehearse(byte @Nullable [] file) {
        Transaction step = new Transaction(known(), invocation.reread(options, file));
        step.rehearse(participants);
        return new ReloadReport(known().config(), step.changes());
    }

    @Deactivate
    void stop() {
        FileWatch watching = watch;
        if (watching != null) {
            watching.stop();
        }
        if (registration != null) {
            registration.unregister();
        }
        if (fenceRegistration != null) {
            fenceRegistration.unregister();
        }
        doorkeeper.leave();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPart(Reconfigurable part, Map<String, Object> properties) {
        participants.add(part, properties.get("service.ranking") instanceof Integer ranking ? ranking : 0);
    }

    void removePart(Reconfigurable part) {
        participants.remove(part);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ReloadListener listener) {
        listeners.add(listener);
    }

    void removeListener(ReloadListener listener) {
        listeners.remove(listener);
    }
}
