package dev.gantry.engine;

import dev.gantry.api.exec.Execs;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.image.RootfsUsage;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.types.ContainerInspect;
import dev.gantry.api.types.ContainerState;
import dev.gantry.api.types.DriverData;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.MountPoint;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.NetworkSettingsBuilder;
import dev.gantry.api.types.Timestamps;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import dev.gantry.engine.record.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything about one container, as `docker inspect` shows it.
final class Inspection {
    private final Machinery engine;
    private final RootMounts roots;

    Inspection(Machinery engine, RootMounts roots) {
        this.engine = engine;
        this.roots = roots;
    }

    ContainerInspect of(ContainerFacts facts, boolean size) {
        List<String> command = facts.command();
        Path directory = engine.store().directory(facts.id());
        boolean ran = facts.startedBefore();
        RootfsUsage usage = size ? engine.services().images.call(images -> images.usage(facts.id())) : null;
        return new ContainerInspect(
                facts.id(),
                Timestamps.format(facts.created()),
                command.isEmpty() ? "" : command.getFirst(),
                command.isEmpty() ? List.of() : command.subList(1, command.size()),
                state(facts),
                facts.imageId(),
                ran ? directory.resolve("resolv.conf").toString() : "",
                ran ? directory.resolve("hostname").toString() : "",
                ran ? directory.resolve("hosts").toString() : "",
                ran ? facts.logPath() : "",
                "/" + facts.name(),
                facts.restartCount(),
                facts.driver(),
                "linux",
                "",
                "",
                facts.appArmor(),
                execs(facts),
                new Links(engine.table()).shown(facts),
                graphDriver(facts),
                usage == null ? null : usage.writable(),
                usage == null ? null : usage.total(),
                mounts(facts),
                facts.config(),
                network(facts),
                facts.manifest());
    }

    static List<MountPoint> mounts(ContainerFacts facts) {
        return facts.mounts().stream().map(ContainerMount::shown).toList();
    }

    static ContainerState state(ContainerFacts facts) {
        RunState state = facts.state();
        RunState.Running process = state.process();
        RunState.End end = state.end();
        boolean restarting = state instanceof RunState.Restarting;
        return new ContainerState(
                state.word(),
                process != null || restarting,
                state instanceof RunState.Paused,
                restarting,
                process != null ? process.outOfMemory() : end != null && end.outOfMemory(),
                state instanceof RunState.Dead,
                process == null ? 0 : process.pid(),
                state.exitCode(),
                state.error(),
                process != null
                        ? Timestamps.format(process.startedAt())
                        : end != null ? Timestamps.format(end.startedAt()) : Timestamps.ZERO,
                end == null ? Timestamps.ZERO : Timestamps.format(end.finishedAt()),
                facts.health());
    }

    private @Nullable List<String> execs(ContainerFacts facts) {
        try (Lease<Execs> lease = engine.services().execs.tryAcquire()) {
            List<String> ids = lease == null ? List.of() : lease.service().of(facts.id());
            return ids.isEmpty() ? null : ids;
        }
    }

    private DriverData graphDriver(ContainerFacts facts) {
        Map<String, String> data = new TreeMap<>();
        roots.rootfsNow(facts.id())
                .map(Rootfs::mounts)
                .map(List::getFirst)
                .map(Mount::options)
                .orElse(List.of())
                .forEach(option -> {
                    String[] parts = option.split("=", 2);
                    switch (parts[0]) {
                        case "lowerdir" -> data.put("LowerDir", parts[1]);
                        case "upperdir" -> data.put("UpperDir", parts[1]);
                        case "workdir" -> data.put("WorkDir", parts[1]);
                        default -> {}
                    }
                });
        return new DriverData(data.isEmpty() ? null : data, facts.driver());
    }

    /// What it has while it runs, else what it wishes.
    NetworkSettings network(ContainerFacts facts) {
        if (facts.state().isAlive()) {
            try (Lease<Sandboxes> lease = engine.services().sandboxes.tryAcquire()) {
                NetworkSettings live = lease == null ? null : lease.service().settings(facts.id());
                if (live != null) {
                    return live;
                }
            }
        }
        NetworkSettings last = facts.network();
        if (last != null && facts.state().isAlive()) {
            return last;
        }
        Map<String, EndpointSettings> networks = new TreeMap<>(facts.endpoints());
        String mode = facts.host().NetworkMode();
        if (!mode.startsWith(Donors.CONTAINER)) {
            networks.putIfAbsent(mode, EndpointSettingsBuilder.builder().build());
        }
        return NetworkSettingsBuilder.builder()
                .Ports(Map.of())
                .Networks(NetworkPast.into(networks, last))
                .build();
    }
}
