package dev.gantry.api.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A network as its driver sees it.
///
/// @param id 64 hexadecimal digits
/// @param name unique within the engine
/// @param driver name of its driver
/// @param created when
/// @param internal no way out
/// @param subnets address ranges, at most one of each family
/// @param options driver options, `com.docker.network…` and others
/// @param labels the user's
public record Network(
        String id,
        String name,
        String driver,
        Instant created,
        boolean internal,
        List<Subnet> subnets,
        Map<String, String> options,
        Map<String, String> labels) {
    /// Copies.
    public Network {
        subnets = List.copyOf(subnets);
        options = Map.copyOf(options);
        labels = Map.copyOf(labels);
    }
}
