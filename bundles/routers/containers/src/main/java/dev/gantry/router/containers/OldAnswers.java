package dev.gantry.router.containers;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerInspect;
import dev.gantry.api.types.ContainerInspectBuilder;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.ContainerSummaryBuilder;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigSummary;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.NetworkSettingsBuilder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes from answers what clients of an older API must not see.
@SuppressWarnings("NullAway") // The generated builders do not say that null is allowed.
final class OldAnswers {
    private OldAnswers() {}

    static ContainerSummary summary(ContainerSummary summary, ApiVersion version) {
        ContainerSummaryBuilder old = ContainerSummaryBuilder.builder(summary);
        if (version.isBefore(48)) {
            old.ImageManifestDescriptor(null);
        }
        if (version.isBefore(46)) {
            old.HostConfig(new HostConfigSummary(summary.HostConfig().NetworkMode(), null));
        }
        return old.build();
    }

    static ContainerInspect inspect(ContainerInspect found, ApiVersion version) {
        if (version.isAtLeast(48)) {
            return found;
        }
        ContainerInspectBuilder old = ContainerInspectBuilder.builder(found).ImageManifestDescriptor(null);
        if (version.isBefore(45)) {
            old.NetworkSettings(withAliases(found));
        }
        return old.build();
    }

    /// Before 1.45 the aliases of user-defined networks held the short id and the host name.
    private static @Nullable NetworkSettings withAliases(ContainerInspect found) {
        NetworkSettings settings = found.NetworkSettings();
        if (settings == null || settings.Networks() == null) {
            return settings;
        }
        HostConfig host = found.HostConfig();
        ContainerConfig config = found.Config();
        String mode = host == null ? "" : host.NetworkMode();
        boolean userDefined = !Set.of("", "default", "bridge", "host", "none").contains(mode) && !mode.contains(":");
        Map<String, EndpointSettings> networks = new TreeMap<>();
        new LinkedHashMap<>(settings.Networks())
                .forEach((name, endpoint) -> networks.put(
                        name,
                        userDefined && !name.equals("bridge") ? withAliases(endpoint, found.Id(), config) : endpoint));
        return NetworkSettingsBuilder.builder(settings).Networks(networks).build();
    }

    private static EndpointSettings withAliases(
            EndpointSettings endpoint, String id, @Nullable ContainerConfig config) {
        Set<String> aliases = new LinkedHashSet<>(endpoint.Aliases() == null ? List.of() : endpoint.Aliases());
        aliases.add(id.substring(0, Math.min(12, id.length())));
        if (config != null && !config.Hostname().isEmpty()) {
            aliases.add(config.Hostname());
        }
        return EndpointSettingsBuilder.builder(endpoint)
                .Aliases(List.copyOf(aliases))
                .build();
    }
}
