package dev.gantry.network.bridge;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Network;
import dev.gantry.linux.FlowTable;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.SystemCalls;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// On a machine that has iptables for IPv4 alone.
class BridgeDriverReloadContractTest extends ReconfigurableContract {
    private static final Network NETWORK =
            new Network("0".repeat(64), "n", "bridge", Instant.EPOCH, false, List.of(), Map.of(), Map.of());

    private final List<String> written = new ArrayList<>();

    private final PacketFilter filter = new PacketFilter() {
        @Override
        public boolean hasNftables() {
            return false;
        }

        @Override
        public String run(String commands) throws IOException {
            throw new IOException("no nftables");
        }

        @Override
        public String runJson(String commands) throws IOException {
            return run(commands);
        }

        @Override
        public void restore(boolean ipv6, String rules) throws IOException {
            if (ipv6) {
                throw new IOException("no ip6tables");
            }
            written.add(rules);
        }
    };

    private static DaemonConfig config(boolean iptables, boolean ip6tables) {
        return new DaemonConfig(Map.of("iptables", iptables, "ip6tables", ip6tables, "allow-direct-routing", false));
    }

    @Override
    protected Reconfigurable newPart() throws Exception {
        SystemCalls kernel = new SystemCalls();
        return new BridgeDriver(
                new KernelNamespaces(kernel),
                filter,
                new FlowTable(kernel),
                lost -> () -> {},
                inForce().values());
    }

    @Override
    protected DaemonConfig inForce() {
        return config(true, false);
    }

    @Override
    protected DaemonConfig acceptable() {
        return config(false, false);
    }

    @Override
    protected DaemonConfig unacceptable() {
        return config(true, true);
    }

    /// The rules that it writes: with the end of a network it writes all anew.
    @Override
    protected Object visible(Reconfigurable of) {
        written.clear();
        ((BridgeDriver) of).remove(NETWORK);
        return List.copyOf(written);
    }

    @Override
    protected void deliver(Reconfigurable to, DaemonConfig settings) {
        ((BridgeDriver) to).modified(settings.values());
    }

    @Override
    protected void release(Reconfigurable gone) {
        ((BridgeDriver) gone).close();
    }
}
