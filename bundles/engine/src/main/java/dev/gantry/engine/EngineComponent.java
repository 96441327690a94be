package dev.gantry.engine;

import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Events;
import dev.gantry.api.exec.Execs;
import dev.gantry.api.image.ImageUsers;
import dev.gantry.api.image.Images;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.volume.Volumes;
import dev.gantry.engine.record.ContainerStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// The engine as a service. What it works with may come and go while it lives; when it goes itself, containers stay.
@Component(
        service = Containers.class,
        configurationPid = "dev.gantry.engine",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EngineComponent extends EngineOperations {
    /// The daemon's settings; `$_$` stands for a hyphen.
    @interface Config {
        /// Directory of everything that outlives a boot.
        String data$_$root() default "/var/lib/docker";

        /// Directory of state that a boot ends.
        String exec$_$root() default "/var/run/docker";

        /// Whether containers outlive a graceful stop of the daemon.
        boolean live$_$restore() default false;

        /// Whether restart policies start containers with the daemon.
        boolean restart() default true;

        /// containerd's name for what keeps the root file systems.
        String storage$_$driver() default "overlayfs";
    }

    /// For Declarative Services.
    @Activate
    public EngineComponent(Config config, BundleContext bundle, @Reference Kernel kernel, @Reference JsonCodec json) {
        this(settings(config, kernel), kernel, json);
        liveRestore(config.live$_$restore());
        // The image store asks the engine and the engine asks the image store: registered here and not by the
        // annotation, the
        // engine is never activated because the image store is.
        imageUsers = bundle.registerService(ImageUsers.class, this::uses, null);
        foundations = new Foundations(bundle, services()::close);
        ending = () -> bundle.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    }

    private @Nullable ServiceRegistration<ImageUsers> imageUsers;
    private @Nullable Foundations foundations;
    private BooleanSupplier ending = () -> false;

    /// `live-restore` may change while the daemon runs; nothing else does.
    @Modified
    void modified(Config config) {
        liveRestore(config.live$_$restore());
    }

    EngineComponent(EngineSettings settings, Kernel kernel, JsonCodec json) {
        super(new Machinery(
                new Services(),
                kernel,
                settings,
                new ContainerTable(),
                new ContainerStore(settings.dataRoot(), kernel.files(), json),
                new Work()));
    }

    private static EngineSettings settings(Config config, Kernel kernel) {
        Path execRoot = Path.of(config.exec$_$root());
        boolean fresh = isFreshDaemon(execRoot, kernel);
        return new EngineSettings(
                Path.of(config.data$_$root()), execRoot, fresh, fresh && !config.restart(), config.storage$_$driver());
    }

    /// Whether no engine of this very process has been here before.
    private static boolean isFreshDaemon(Path execRoot, Kernel kernel) {
        Path marker = execRoot.resolve("engine.daemon");
        try {
            long pid = ProcessHandle.current().pid();
            String self = pid + " " + kernel.processes().startTicks((int) pid);
            if (Files.exists(marker) && Files.readString(marker).equals(self)) {
                return false;
            }
            kernel.files().directories(execRoot, 0711);
            kernel.files().writeVolatile(marker, self.getBytes(StandardCharsets.UTF_8), 0600);
            return true;
        } catch (IOException e) {
            throw EngineException.system("cannot write " + marker + ": " + e.getMessage(), e);
        }
    }

    @Deactivate
    void deactivate() {
        if (imageUsers != null) {
            imageUsers.unregister();
        }
        if (foundations != null) {
            foundations.close();
        }
        close();
        if (ending.getAsBoolean()) {
            leaveDataRoot();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(Runtime service) {
        services().runtime.bind(service);
        runtimeArrived(service);
    }

    void unbindRuntime(Runtime service) {
        runtimeLeft();
        services().runtime.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImages(Images service) {
        services().images.bind(service);
    }

    void unbindImages(Images service) {
        services().images.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSandboxes(Sandboxes service) {
        services().sandboxes.bind(service);
    }

    void unbindSandboxes(Sandboxes service) {
        services().sandboxes.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVolumes(Volumes service) {
        services().volumes.bind(service);
    }

    void unbindVolumes(Volumes service) {
        services().volumes.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainerStreams(ContainerStreams service) {
        services().streams.bind(service);
        streamsArrived();
    }

    void unbindContainerStreams(ContainerStreams service) {
        services().streams.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainerLogs(ContainerLogs service) {
        services().logs.bind(service);
    }

    void unbindContainerLogs(ContainerLogs service) {
        services().logs.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        services().events.bind(service);
    }

    void unbindEvents(Events service) {
        services().events.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExecs(Execs service) {
        services().execs.bind(service);
    }

    void unbindExecs(Execs service) {
        services().execs.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMeasurements(Measurements service) {
        services().measurements.bind(service);
    }

    void unbindMeasurements(Measurements service) {
        services().measurements.unbind(service);
    }
}
