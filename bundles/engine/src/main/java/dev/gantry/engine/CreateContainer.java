package dev.gantry.engine;

import dev.gantry.api.container.CreateRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.ImageInfo;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.oci.CheckedHostConfig;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.ContainerCreateResponse;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.LogConfig;
import dev.gantry.api.types.NetworkingConfig;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes containers; whatever fails takes back all that was done before.
final class CreateContainer {
    private static final Logger LOG = LoggerFactory.getLogger(CreateContainer.class);

    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerVolumes volumes;

    CreateContainer(Machinery engine, RootMounts roots, ContainerVolumes volumes) {
        this.engine = engine;
        this.roots = roots;
        this.volumes = volumes;
    }

    ContainerCreateResponse create(CreateRequest request) {
        String wanted = request.name().isEmpty() ? "" : ContainerNames.checked(request.name());
        ContainerConfig asked = request.body().config();
        if (asked.equals(ContainerConfigBuilder.builder().build())) {
            throw EngineException.invalidParameter("config cannot be empty in order to create a container");
        }
        HostConfig given = request.body().HostConfig() == null
                ? HostConfigBuilder.builder().build()
                : request.body().HostConfig();
        CheckedHostConfig checked = engine.kernel().specs().check(asked, Donors.identified(engine, given));
        ImageInfo image = image(request, asked);
        ContainerConfig config = image == null ? asked : ImageDefaults.merged(asked, image.config());
        if (Absent.list(config.Entrypoint()).isEmpty()
                && Absent.list(config.Cmd()).isEmpty()) {
            throw EngineException.invalidParameter("no command specified");
        }
        if (!config.StopSignal().isEmpty()) {
            Signals.number(config.StopSignal());
        }
        LogConfig log =
                engine.services().logs.call(logs -> logs.complete(checked.host().LogConfig()));
        HostConfig complete =
                HostConfigBuilder.builder(checked.host()).LogConfig(log).build();
        engine.kernel().specs().shim(complete);
        List<String> discarded = NetworkWishes.warnings(complete);
        List<ContainerMount> mounts =
                new MountWishes(this::mountsOf, engine.settings().dataRoot()).of(config, complete);
        Map<String, EndpointSettings> endpoints = endpoints(request.body().NetworkingConfig());

        String id = engine.table().newId();
        String name = engine.table().reserve(wanted, id);
        try {
            ContainerFacts facts = new ContainerFacts(
                    id,
                    Instant.now(),
                    name,
                    named(config, complete, id),
                    complete,
                    image == null ? "" : image.id(),
                    image == null ? null : manifest(image),
                    "",
                    mounts,
                    endpoints,
                    null,
                    RunState.Created.NEW,
                    null,
                    0,
                    false,
                    false,
                    "",
                    "");
            List<String> warnings = new ArrayList<>(request.warnings());
            warnings.addAll(checked.warnings());
            warnings.addAll(discarded);
            return new ContainerCreateResponse(make(facts), warnings);
        } catch (RuntimeException e) {
            engine.table().release(name, id);
            throw e;
        }
    }

    @SuppressWarnings("NullAway") // Absent lists of a wire record.
    private static Descriptor manifest(ImageInfo image) {
        return new Descriptor(
                image.manifest().mediaType(),
                image.manifest().digest(),
                image.manifest().size(),
                null,
                null,
                null,
                null,
                null);
    }

    private @Nullable ImageInfo image(CreateRequest request, ContainerConfig config) {
        if (config.Image().isEmpty()) {
            return null;
        }
        return engine.services().images.call(images -> images.resolve(config.Image(), request.platform()));
    }

    private List<ContainerMount> mountsOf(String nameOrId) {
        return Donors.wished(engine, nameOrId).facts().mounts();
    }

    /// By network; `default` is what clients call the network of containers that name none.
    private static Map<String, EndpointSettings> endpoints(@Nullable NetworkingConfig networking) {
        Map<String, EndpointSettings> result = new TreeMap<>();
        if (networking != null) {
            Absent.map(networking.EndpointsConfig())
                    .forEach((network, wish) ->
                            result.put(network.equals("default") ? Donors.USUAL_NETWORK : network, wish));
        }
        return result;
    }

    private ContainerConfig named(ContainerConfig config, HostConfig host, String id) {
        if (!config.Hostname().isEmpty() || host.NetworkMode().startsWith(Donors.CONTAINER)) {
            return config;
        }
        boolean shared = host.NetworkMode().equals("host") || host.UTSMode().equals("host");
        String hostname = shared ? engine.kernel().machine().hostName() : id.substring(0, 12);
        return ContainerConfigBuilder.builder(config).Hostname(hostname).build();
    }

    private String make(ContainerFacts wanted) {
        String id = wanted.id();
        engine.store().reserve(id);
        Future<Rootfs> rootfs = engine.work().fork(() -> roots.prepare(id, wanted.imageId()));
        ContainerFacts facts = wanted;
        try {
            validateNetwork(wanted);
            engine.store().makeDirectory(wanted);
            facts = volumes.named(facts);
            if (facts.mounts().stream().anyMatch(ContainerMount::anonymous)) {
                engine.store().announce(facts);
            }
            facts = volumes.created(facts);
            String driver = Work.join(rootfs).snapshotter();
            facts = facts.withDriver(driver);
            facts = facts.withAppArmor(engine.kernel().specs().appArmorProfile(facts.host()));
            facts = facts.withLogPath(logPath(facts));
            volumes.copyUp(facts, roots);
            engine.store().create(facts);
            engine.table().add(new Container(facts, engine.table()));
        } catch (RuntimeException | IOException e) {
            undo(facts, rootfs);
            throw Work.failure(e);
        }
        engine.say(facts, "create");
        return id;
    }

    /// A network that is not there yet may be there at the start, which is when it is missed.
    private void validateNetwork(ContainerFacts wanted) {
        try {
            engine.services().sandboxes.run(sandboxes -> sandboxes.validate(Donors.unshared(engine, wanted)));
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    private String logPath(ContainerFacts facts) {
        Path path = engine.services().logs.call(logs -> logs.path(Logging.target(engine, facts)));
        return path == null ? "" : path.toString();
    }

    private void undo(ContainerFacts facts, Future<Rootfs> rootfs) {
        String id = facts.id();
        try {
            Work.join(rootfs);
        } catch (EngineException e) {
            LOG.debug("no root file system to take back container={}", id);
        }
        for (Runnable step : List.<Runnable>of(
                () -> volumes.removed(facts, true), () -> roots.remove(id), () -> deleteDirectory(id))) {
            try {
                step.run();
            } catch (EngineException e) {
                LOG.warn("cannot take back a failed creation container={}", id, e);
            }
        }
    }

    private void deleteDirectory(String id) {
        try {
            engine.store().delete(id);
        } catch (IOException e) {
            throw EngineException.system("cannot delete the directory: " + e.getMessage(), e);
        }
    }
}
