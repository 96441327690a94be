package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.PortBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkWishesTest {
    private static HostConfig publishing(String mode) {
        return HostConfigBuilder.builder()
                .NetworkMode(mode)
                .PortBindings(Map.of("80/tcp", List.of(new PortBinding("", "80"))))
                .build();
    }

    @Test
    void portsOnTheHostsNetworkAreDiscardedAloud() {
        assertEquals(
                List.of("Published ports are discarded when using host network mode"),
                NetworkWishes.warnings(publishing("host")));
        assertEquals(List.of(), NetworkWishes.warnings(publishing("bridge")));
    }
}
