package dev.gantry.engine;

import dev.gantry.api.types.HostConfig;
import java.util.List;

/// What is said about the network part of a request before anything is made.
final class NetworkWishes {
    private NetworkWishes() {}

    /// What of it will have no effect.
    static List<String> warnings(HostConfig host) {
        boolean discarded = host.NetworkMode().equals("host")
                && !Absent.map(host.PortBindings()).isEmpty();
        return discarded ? List.of("Published ports are discarded when using host network mode") : List.of();
    }
}
