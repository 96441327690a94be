package dev.gantry.router.networks;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.NetworkInspect;
import java.util.Set;

/// The `filters` of a list of networks.
final class NetworkFilter {
    static final Set<String> KEYS = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");
    static final Set<String> PRUNE_KEYS = Set.of("label", "label!", "until");

    private final Filters filters;

    NetworkFilter(Filters filters) {
        this.filters = filters;
        for (String type : filters.get("type")) {
            if (!type.equals("custom") && !type.equals("builtin")) {
                throw EngineException.invalidParameter("invalid filter: 'type'='" + type + "'");
            }
        }
    }

    /// @param predefined whether the network always exists; then it is never dangling
    boolean accepts(NetworkInspect network, boolean predefined) {
        boolean dangling = !predefined && network.Containers().isEmpty();
        return filters.exact("driver", network.Driver())
                && filters.exact("scope", network.Scope())
                && contains("name", network.Name())
                && contains("id", network.Id())
                && filters.labels("label", network.Labels())
                && filters.exact("type", predefined ? "builtin" : "custom")
                && filters.flag("dangling", dangling) == dangling;
    }

    private boolean contains(String key, String candidate) {
        return !filters.has(key) || filters.get(key).stream().anyMatch(candidate::contains);
    }
}
