package dev.gantry.network.core;

import dev.gantry.api.network.NameRequest;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.types.PortBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sandbox as it stands on disk: all that its restore needs.
///
/// @param id 64 hexadecimal digits
/// @param containerId whose it is
/// @param containerName for messages and events
/// @param namespace its file, null when it shares the host's namespace or another container's
/// @param key what an inspect answer shows as its key
/// @param hostNetwork whether it shares the host's namespace
/// @param joined whether its networks have been connected
/// @param hostname without domain
/// @param domainName empty for none
/// @param extraHosts resolved lines of its `hosts`, `address\tname`
/// @param hostsFile its `hosts`
/// @param exposed container ports that are known
/// @param bindings what of them is to be published, for when it joins its first network again
/// @param publishAll whether the exposed ones without a binding are published too
/// @param endpoints in the order of joining
/// @param ordinal grows with each sandbox
record StoredSandbox(
        String id,
        String containerId,
        String containerName,
        @Nullable String namespace,
        String key,
        boolean hostNetwork,
        boolean joined,
        String hostname,
        String domainName,
        @Nullable List<String> extraHosts,
        String hostsFile,
        @Nullable List<String> exposed,
        @Nullable Map<String, List<PortBinding>> bindings,
        boolean publishAll,
        @Nullable List<StoredEndpoint> endpoints,
        long ordinal) {
    StoredSandbox {
        extraHosts = extraHosts == null ? List.of() : List.copyOf(extraHosts);
        exposed = exposed == null ? List.of() : List.copyOf(exposed);
        endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    }

    static StoredSandbox of(SandboxRequest request, Place place, List<String> extraHosts) {
        NameRequest names = request.names();
        return new StoredSandbox(
                place.id(),
                request.containerId(),
                request.containerName(),
                place.namespace() == null ? null : place.namespace().toString(),
                place.key(),
                place.hostNetwork(),
                false,
                names.hostname(),
                names.domainName(),
                extraHosts,
                names.hostsFile().toString(),
                request.ports().exposed().stream().sorted().toList(),
                request.ports().bindings(),
                request.ports().all(),
                List.of(),
                place.ordinal());
    }

    /// Where a sandbox is.
    record Place(String id, @Nullable Path namespace, String key, boolean hostNetwork, long ordinal) {}

    /// What is to be published.
    PublishRequest publish() {
        return new PublishRequest(
                bindings == null ? Map.of() : bindings, exposed == null ? Set.of() : Set.copyOf(exposed), publishAll);
    }

    List<StoredEndpoint> all() {
        return endpoints == null ? List.of() : endpoints;
    }

    @Nullable StoredEndpoint on(String networkId) {
        return all().stream()
                .filter(e -> e.networkId().equals(networkId))
                .findFirst()
                .orElse(null);
    }

    StoredSandbox with(StoredEndpoint endpoint) {
        List<StoredEndpoint> more = new ArrayList<>(all());
        more.removeIf(e -> e.networkId().equals(endpoint.networkId()));
        more.add(endpoint);
        return copy(containerName, joined, extraHosts, more);
    }

    StoredSandbox without(String networkId) {
        return copy(
                containerName,
                joined,
                extraHosts,
                all().stream().filter(e -> !e.networkId().equals(networkId)).toList());
    }

    StoredSandbox asJoined() {
        return copy(containerName, true, extraHosts, all());
    }

    StoredSandbox renamed(String name) {
        return copy(name, joined, extraHosts, all());
    }

    /// @param lines as [#extraHosts]
    StoredSandbox withExtraHosts(List<String> lines) {
        return copy(containerName, joined, lines, all());
    }

    private StoredSandbox copy(
            String name, boolean isJoined, @Nullable List<String> hosts, List<StoredEndpoint> others) {
        return new StoredSandbox(
                id,
                containerId,
                name,
                namespace,
                key,
                hostNetwork,
                isJoined,
                hostname,
                domainName,
                hosts,
                hostsFile,
                exposed,
                bindings,
                publishAll,
                others,
                ordinal);
    }
}
