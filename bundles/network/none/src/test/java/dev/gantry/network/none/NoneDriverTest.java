package dev.gantry.network.none;

import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.testkit.network.NetworkDriverContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class NoneDriverTest extends NetworkDriverContract {
    @Override
    protected NetworkDriver newDriver() {
        return new NoneDriver();
    }

    @Override
    protected Network network() {
        return new Network(
                "0123456789abcdef".repeat(4), "none", "null", Instant.EPOCH, false, List.of(), Map.of(), Map.of());
    }
}
