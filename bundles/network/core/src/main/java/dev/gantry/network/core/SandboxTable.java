package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.types.EndpointResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sandboxes by container.
final class SandboxTable {
    private final ConcurrentHashMap<String, LiveSandbox> byContainer = new ConcurrentHashMap<>();
    private final SandboxStore store;
    private final SettingsView view;

    SandboxTable(SandboxStore store, SettingsView view) {
        this.store = store;
        this.view = view;
    }

    SandboxStore store() {
        return store;
    }

    SettingsView view() {
        return view;
    }

    void put(LiveSandbox live) {
        byContainer.put(live.stored.containerId(), live);
    }

    void remove(LiveSandbox live) {
        byContainer.remove(live.stored.containerId(), live);
    }

    @Nullable LiveSandbox find(String containerId) {
        return byContainer.get(containerId);
    }

    LiveSandbox get(String containerId) {
        LiveSandbox live = find(containerId);
        if (live == null) {
            throw EngineException.conflict("container " + containerId + " is not running");
        }
        return live;
    }

    Collection<LiveSandbox> all() {
        return List.copyOf(byContainer.values());
    }

    @Nullable Path namespaceOf(StoredSandbox sandbox) {
        return sandbox.namespace() == null ? null : Path.of(sandbox.namespace());
    }

    boolean hasNamespace(Path file) {
        return byContainer.values().stream().anyMatch(live -> file.toString().equals(live.stored.namespace()));
    }

    /// The interfaces on a network.
    List<Endpoint> endpoints(String networkId) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (LiveSandbox live : byContainer.values()) {
            StoredEndpoint endpoint = live.stored.on(networkId);
            if (endpoint != null && !endpoint.interfaceName().isEmpty()) {
                endpoints.add(endpoint.endpoint(live.stored.containerId()));
            }
        }
        return endpoints;
    }

    /// The containers on a network, as its inspect answer shows them.
    Map<String, EndpointResource> containers(String networkId) {
        Map<String, EndpointResource> containers = new TreeMap<>();
        for (LiveSandbox live : byContainer.values()) {
            StoredEndpoint endpoint = live.stored.on(networkId);
            if (endpoint != null) {
                containers.put(live.stored.containerId(), SettingsView.resource(live.stored, endpoint));
            }
        }
        return containers;
    }
}
