package dev.gantry.network.bridge;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.linux.FlowTable;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.SystemCalls;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.io.IOException;
import java.util.Map;

/// On a machine that has no packet filter.
class BridgeDriverReloadContractTest extends ReconfigurableContract {
    private static final PacketFilter NONE = new PacketFilter() {
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
            throw new IOException("no iptables");
        }
    };

    private static DaemonConfig config(boolean iptables, boolean direct) {
        return new DaemonConfig(Map.of("iptables", iptables, "ip6tables", false, "allow-direct-routing", direct));
    }

    @Override
    protected Reconfigurable newPart() throws Exception {
        SystemCalls kernel = new SystemCalls();
        return new BridgeDriver(
                new KernelNamespaces(kernel),
                NONE,
                new FlowTable(kernel),
                lost -> () -> {},
                inForce().values());
    }

    @Override
    protected DaemonConfig inForce() {
        return config(false, false);
    }

    @Override
    protected DaemonConfig acceptable() {
        return config(false, true);
    }

    @Override
    protected DaemonConfig unacceptable() {
        return config(true, true);
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
