package dev.gantry.engine.record;

import dev.gantry.api.json.OmitEmpty;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.NetworkSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content of `config.v2.json`, in Docker's layout.
record StoredContainer(
        StoredState State,
        String ID,
        Instant Created,
        boolean Managed,
        String Path,
        List<String> Args,
        ContainerConfig Config,
        String Image,
        @Nullable Descriptor ImageManifest,
        @Nullable NetworkSettings NetworkSettings,
        @Nullable Map<String, EndpointSettings> Endpoints,
        String LogPath,
        String Name,
        String Driver,
        String OS,
        int RestartCount,
        boolean HasBeenStartedBefore,
        boolean HasBeenManuallyStopped,
        @Nullable Map<String, StoredMount> MountPoints,
        String MountLabel,
        String ProcessLabel,
        String AppArmorProfile,
        String HostnamePath,
        String HostsPath,
        String ResolvConfPath,
        String ShmPath) {
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    record StoredState(
            boolean Running,
            boolean Paused,
            boolean Restarting,
            boolean OOMKilled,
            boolean RemovalInProgress,
            boolean Dead,
            int Pid,
            int ExitCode,
            @Nullable String Error,
            @Nullable Instant StartedAt,
            @Nullable Instant FinishedAt,
            @OmitEmpty @Nullable Health Health) {}

    record StoredMount(
            @Nullable String Source,
            String Destination,
            boolean RW,
            @Nullable String Name,
            @Nullable String Driver,
            String Type,
            @OmitEmpty @Nullable String Propagation,
            @OmitEmpty @Nullable String Relabel,
            @OmitEmpty @Nullable Mount Spec,
            boolean Anonymous,
            boolean SkipMountpointCreation,
            boolean CopyData) {}

    static StoredContainer of(ContainerFacts facts, String directory) {
        List<String> command = facts.command();
        Map<String, StoredMount> mounts = new TreeMap<>();
        for (ContainerMount mount : facts.mounts()) {
            mounts.put(mount.destination(), stored(mount));
        }
        return new StoredContainer(
                stored(facts.state(), facts.health()),
                facts.id(),
                facts.created(),
                false,
                command.isEmpty() ? "" : command.getFirst(),
                command.isEmpty() ? List.of() : command.subList(1, command.size()),
                facts.config(),
                facts.imageId(),
                facts.manifest(),
                facts.network(),
                facts.endpoints(),
                facts.logPath(),
                "/" + facts.name(),
                facts.driver(),
                "linux",
                facts.restartCount(),
                facts.startedBefore(),
                facts.manuallyStopped(),
                mounts,
                "",
                "",
                facts.appArmor(),
                directory + "/hostname",
                directory + "/hosts",
                directory + "/resolv.conf",
                "");
    }

    private static StoredMount stored(ContainerMount mount) {
        return new StoredMount(
                mount.source(),
                mount.destination(),
                mount.writable(),
                mount.name(),
                mount.driver(),
                mount.type(),
                mount.propagation(),
                mount.mode(),
                mount.wish(),
                mount.anonymous(),
                !mount.createSource(),
                mount.copyUp());
    }

    private static StoredState stored(RunState state, @Nullable Health health) {
        RunState.Running process = state.process();
        RunState.End end = state.end();
        return new StoredState(
                process != null || state instanceof RunState.Restarting,
                state instanceof RunState.Paused,
                state instanceof RunState.Restarting,
                process != null ? process.outOfMemory() : end != null && end.outOfMemory(),
                state instanceof RunState.Removing,
                state instanceof RunState.Dead,
                process == null ? 0 : process.pid(),
                state.exitCode(),
                state.error(),
                process != null ? process.startedAt() : end != null ? end.startedAt() : NEVER,
                end != null ? end.finishedAt() : NEVER,
                health);
    }

    ContainerFacts facts(HostConfig host) {
        List<ContainerMount> mounts = new ArrayList<>();
        if (MountPoints != null) {
            MountPoints.values().forEach(mount -> mounts.add(read(mount)));
        }
        return new ContainerFacts(
                ID,
                Created,
                Name.startsWith("/") ? Name.substring(1) : Name,
                Config,
                host,
                Image,
                ImageManifest,
                Driver,
                mounts,
                Endpoints == null ? Map.of() : Endpoints,
                NetworkSettings,
                read(State),
                State.Health(),
                RestartCount,
                HasBeenStartedBefore,
                HasBeenManuallyStopped,
                text(AppArmorProfile),
                text(LogPath));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static ContainerMount read(StoredMount mount) {
        return new ContainerMount(
                mount.Type(),
                text(mount.Name()),
                text(mount.Source()),
                mount.Destination(),
                text(mount.Driver()),
                text(mount.Relabel()),
                mount.RW(),
                text(mount.Propagation()),
                mount.Anonymous(),
                mount.CopyData(),
                !mount.SkipMountpointCreation(),
                mount.Spec());
    }

    private static RunState read(StoredState state) {
        Instant started = state.StartedAt() == null ? NEVER : state.StartedAt();
        Instant finished = state.FinishedAt() == null ? NEVER : state.FinishedAt();
        RunState.End end = started.equals(NEVER)
                ? null
                : new RunState.End(started, finished, state.ExitCode(), state.OOMKilled(), text(state.Error()));
        if (state.RemovalInProgress() || state.Dead()) {
            return new RunState.Dead(end);
        }
        if (state.Restarting() && end != null) {
            return new RunState.Restarting(end);
        }
        if (state.Running()) {
            RunState.Running running = new RunState.Running(state.Pid(), started, state.OOMKilled());
            return state.Paused() ? new RunState.Paused(running) : running;
        }
        return end == null ? new RunState.Created(text(state.Error()), state.ExitCode()) : new RunState.Exited(end);
    }
}
