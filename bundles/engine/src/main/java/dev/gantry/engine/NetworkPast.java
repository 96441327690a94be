package dev.gantry.engine;

import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.NetworkSettingsBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a container remembers of its networks when it has ended: which they were, so that filters by a network's id find it.
final class NetworkPast {
    private NetworkPast() {}

    /// @param live what it had while it ran
    static @Nullable NetworkSettings of(@Nullable NetworkSettings live) {
        if (live == null) {
            return null;
        }
        Map<String, EndpointSettings> networks = new TreeMap<>();
        Absent.map(live.Networks()).forEach((name, had) -> networks.put(name, with(null, had)));
        return NetworkSettingsBuilder.builder().Networks(networks).build();
    }

    /// Adds to the wishes for the next start what is remembered.
    static Map<String, EndpointSettings> into(Map<String, EndpointSettings> wishes, @Nullable NetworkSettings past) {
        if (past == null) {
            return wishes;
        }
        Map<String, EndpointSettings> shown = new TreeMap<>(wishes);
        Absent.map(past.Networks()).forEach((name, had) -> shown.computeIfPresent(name, (_, wish) -> with(wish, had)));
        return shown;
    }

    private static EndpointSettings with(@Nullable EndpointSettings wish, EndpointSettings had) {
        EndpointSettingsBuilder settings =
                wish == null ? EndpointSettingsBuilder.builder() : EndpointSettingsBuilder.builder(wish);
        return settings.NetworkID(had.NetworkID()).build();
    }
}
