package dev.gantry.engine.record;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.NetworkSettings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that is known of a container at one moment. Immutable: readers need no lock.
///
/// @param id 64 hexadecimal digits
/// @param created when
/// @param name without the leading slash
/// @param config after the image's has been merged into it
/// @param host with the engine's defaults
/// @param imageId with its algorithm
/// @param manifest the image's manifest; null when unknown
/// @param driver the storage driver
/// @param mounts volumes and binds, and tmpfs that came as `--mount`
/// @param endpoints networks to join, and what is asked of each
/// @param network what it got; null before the first start
/// @param state where it is in its life
/// @param health what its probes found; null when it is not probed
/// @param restartCount how often its policy has started it again
/// @param startedBefore whether it ever ran
/// @param manuallyStopped whether a client stopped it last
/// @param appArmor profile; empty without
/// @param logPath file of its log; empty without
@RecordBuilder
public record ContainerFacts(
        String id,
        Instant created,
        String name,
        ContainerConfig config,
        HostConfig host,
        String imageId,
        @Nullable Descriptor manifest,
        String driver,
        List<ContainerMount> mounts,
        Map<String, EndpointSettings> endpoints,
        @Nullable NetworkSettings network,
        RunState state,
        @Nullable Health health,
        int restartCount,
        boolean startedBefore,
        boolean manuallyStopped,
        String appArmor,
        String logPath)
        implements ContainerFactsBuilder.With {
    /// Copies the collections.
    public ContainerFacts {
        mounts = List.copyOf(mounts);
        endpoints = new TreeMap<>(endpoints);
    }

    /// The first twelve digits.
    public String shortId() {
        return id.substring(0, 12);
    }

    /// Program and arguments.
    public List<String> command() {
        List<String> command = new ArrayList<>();
        if (config.Entrypoint() != null) {
            command.addAll(config.Entrypoint());
        }
        if (config.Cmd() != null) {
            command.addAll(config.Cmd());
        }
        return command;
    }

    /// Its labels; empty for none.
    public Map<String, String> labels() {
        return config.Labels() == null ? Map.of() : config.Labels();
    }
}
