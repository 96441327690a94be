package dev.gantry.router.containers;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.types.BindOptions;
import dev.gantry.api.types.ContainerCreateRequest;
import dev.gantry.api.types.ContainerCreateRequestBuilder;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.Healthcheck;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.NetworkingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a request to create a container as the API version that its client speaks would have.
@SuppressWarnings("NullAway") // The generated builders do not say that null is allowed.
final class OldRequests {
    private OldRequests() {}

    /// @param warnings gets what the answer has to warn of
    static ContainerCreateRequest create(ContainerCreateRequest body, ApiVersion version, List<String> warnings) {
        HostConfig host =
                body.HostConfig() == null ? HostConfigBuilder.builder().build() : body.HostConfig();
        HostConfig adapted = host(host, version);
        ContainerCreateRequest request = ContainerCreateRequestBuilder.builder(body)
                .HostConfig(adapted)
                .Healthcheck(healthcheck(body.Healthcheck(), version))
                .NetworkingConfig(networking(body.NetworkingConfig(), version))
                .build();
        return MacAddresses.settle(request, version, warnings);
    }

    private static HostConfig host(HostConfig host, ApiVersion version) {
        HostConfigBuilder adapted = HostConfigBuilder.builder(host);
        Long pids = host.PidsLimit();
        if (pids != null && pids <= 0) {
            adapted.PidsLimit(null);
        }
        if (version.isBefore(42)) {
            adapted.ConsoleSize(null);
        }
        if (version.isBefore(40)) {
            adapted.KernelMemoryTCP(0);
            if (host.IpcMode().isEmpty()) {
                adapted.IpcMode("shareable");
            }
        }
        if (version.isBefore(25)) {
            adapted.AutoRemove(false);
        }
        if (host.Mounts() != null && version.isBefore(48)) {
            adapted.Mounts(
                    host.Mounts().stream().map(mount -> mount(mount, version)).toList());
        }
        return adapted.build();
    }

    private static Mount mount(Mount mount, ApiVersion version) {
        if (mount.Type().equals("image")) {
            throw EngineException.invalidParameter("Mount type \"Image\" needs API v1.48 or newer");
        }
        if (version.isBefore(45)
                && mount.VolumeOptions() != null
                && !mount.VolumeOptions().Subpath().isEmpty()) {
            throw EngineException.invalidParameter("VolumeOptions.Subpath needs API v1.45 or newer");
        }
        boolean bind = mount.Type().equals("bind");
        BindOptions options = mount.BindOptions();
        if (version.isBefore(44) && bind) {
            options = binding(options, version);
        }
        // Options that do not fit the type were overlooked then.
        boolean lenient = version.isBefore(42);
        return new Mount(
                mount.Type(),
                mount.Source(),
                mount.Target(),
                mount.ReadOnly(),
                mount.Consistency(),
                lenient && !bind ? null : options,
                lenient && !mount.Type().equals("volume") ? null : mount.VolumeOptions(),
                mount.ImageOptions(),
                lenient && !mount.Type().equals("tmpfs") ? null : mount.TmpfsOptions(),
                mount.ClusterOptions());
    }

    private static BindOptions binding(@Nullable BindOptions options, ApiVersion version) {
        BindOptions given = options == null ? new BindOptions("", false, false, false, false) : options;
        if (given.ReadOnlyForceRecursive()) {
            throw EngineException.invalidParameter("BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer");
        }
        return new BindOptions(
                given.Propagation(),
                version.isAtLeast(40) && given.NonRecursive(),
                version.isAtLeast(42) && given.CreateMountpoint(),
                true,
                false);
    }

    private static @Nullable Healthcheck healthcheck(@Nullable Healthcheck check, ApiVersion version) {
        return check == null || version.isAtLeast(44)
                ? check
                : new Healthcheck(
                        check.Test(), check.Interval(), check.Timeout(), check.StartPeriod(), 0, check.Retries());
    }

    private static @Nullable NetworkingConfig networking(@Nullable NetworkingConfig networking, ApiVersion version) {
        if (networking == null || networking.EndpointsConfig() == null || version.isAtLeast(48)) {
            return networking;
        }
        Map<String, EndpointSettings> endpoints = networking.EndpointsConfig();
        if (version.isBefore(44) && endpoints.size() > 1) {
            throw EngineException.invalidParameter("Container cannot be created with multiple network endpoints: "
                    + String.join(", ", endpoints.keySet()));
        }
        Map<String, EndpointSettings> adapted = new TreeMap<>();
        endpoints.forEach((network, endpoint) -> {
            EndpointSettingsBuilder old =
                    EndpointSettingsBuilder.builder(endpoint).GwPriority(0);
            if (version.isBefore(44)) {
                old.MacAddress("");
            }
            adapted.put(network, old.build());
        });
        return new NetworkingConfig(adapted);
    }
}
