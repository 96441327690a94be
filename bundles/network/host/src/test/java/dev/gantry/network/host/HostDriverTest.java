package dev.gantry.network.host;

import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.testkit.network.NetworkDriverContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class HostDriverTest extends NetworkDriverContract {
    @Override
    protected NetworkDriver newDriver() {
        return new HostDriver();
    }

    @Override
    protected Network network() {
        return new Network(
                "0123456789abcdef".repeat(4), "host", "host", Instant.EPOCH, false, List.of(), Map.of(), Map.of());
    }
}
