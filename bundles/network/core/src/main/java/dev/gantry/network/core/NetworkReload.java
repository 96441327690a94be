package dev.gantry.network.core;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes other settings while containers run: the default bridge is made again or readdressed, the drivers put their rules in force
/// anew, and what containers stand on does not change under them.
final class NetworkReload {
    private static final Logger log = LoggerFactory.getLogger(NetworkReload.class);
    private static final String DRIVER = "bridge";
    private static final int LOCK_SECONDS = 5;

    /// What the default bridge stands on.
    private static final String[] STRUCTURE = {
        "bip", "bip6", "bridge", "default-gateway", "default-gateway-v6", "fixed-cidr", "fixed-cidr-v6", "ipv6"
    };

    /// What else its device and the rules are made from, by the core or by the driver itself.
    private static final String[] RULES = {
        "allow-direct-routing",
        "icc",
        "ip",
        "ip-forward",
        "ip-forward-no-drop",
        "ip-masq",
        "ip6tables",
        "iptables",
        "mtu"
    };

    /// What only concerns containers that come later.
    private static final String[] LATER = {
        "default-address-pools", "dns", "dns-opts", "dns-search", "host-gateway-ips", "userland-proxy"
    };

    private final NetworkRegistry networks;
    private final SandboxTable sandboxes;
    private final Drivers drivers;
    private final Predefined predefined;
    private final AtomicReference<CoreSettings> settings;
    private final Lock changing;

    /// One introduction of a driver or one change at a time.
    private final ReentrantLock settling = new ReentrantLock();

    /// @param settings in force
    /// @param changing excludes that containers join and leave
    NetworkReload(
            NetworkRegistry networks,
            SandboxTable sandboxes,
            Drivers drivers,
            Predefined predefined,
            AtomicReference<CoreSettings> settings,
            Lock changing) {
        this.networks = networks;
        this.sandboxes = sandboxes;
        this.drivers = drivers;
        this.predefined = predefined;
        this.settings = settings;
        this.changing = changing;
    }

    /// Gives a driver the networks of its kind and the endpoints that are on them.
    void introduce(String name, NetworkDriver driver) {
        settling.lock();
        try {
            for (Network network : networks.all()) {
                if (network.driver().equals(name)) {
                    boolean bridge = network.name().equals(NetworkRegistry.BRIDGE);
                    if (bridge && !Predefined.hasBridge(settings.get())) {
                        // A reload is about to take it away.
                        continue;
                    }
                    Collection<Endpoint> present = sandboxes.endpoints(network.id());
                    Network settled = bridge ? predefined.settle(network, driver, present) : network;
                    driver.restore(settled, sandboxes.endpoints(network.id()));
                }
            }
        } finally {
            settling.unlock();
        }
    }

    /// @throws EngineException a refusal that names the key
    Preparation prepare(ConfigChange change) {
        boolean structure = change.concerns(STRUCTURE);
        boolean rules = change.concerns(RULES);
        if (!structure && !rules && !change.concerns(LATER)) {
            return Preparation.NOTHING;
        }
        CoreSettings next = CoreSettings.of(change.after().values());
        if (structure) {
            holdContainersBack(change);
        }
        Lease<NetworkDriver> driver = null;
        try {
            driver = structure || rules ? drivers.acquireIfAny(DRIVER) : null;
            Network bridge = structure || rules ? planned(next, change, driver) : null;
            return new Step(next, bridge, driver, structure, rules);
        } catch (RuntimeException e) {
            letGo(driver, structure);
            throw e;
        }
    }

    private void letGo(@Nullable Lease<NetworkDriver> driver, boolean held) {
        if (driver != null) {
            driver.close();
        }
        if (held) {
            changing.unlock();
        }
    }

    /// What is found now about who is on the bridge has to hold until the commit, which comes from this very thread.
    private void holdContainersBack(ConfigChange change) {
        try {
            if (changing.tryLock(LOCK_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw EngineException.unavailable(
                change.keys().first() + ": containers are being connected to their networks; try again");
    }

    /// The default bridge as it is to be; null when there is to be none, or when there is no driver yet: it will ask.
    private @Nullable Network planned(CoreSettings next, ConfigChange change, @Nullable Lease<NetworkDriver> driver) {
        Network before = networks.named(NetworkRegistry.BRIDGE);
        List<Endpoint> present = before == null ? List.of() : sandboxes.endpoints(before.id());
        if (!Predefined.hasBridge(next)) {
            if (!present.isEmpty()) {
                throw BridgeInUse.inUse("bridge", "it cannot go");
            }
            return null;
        }
        if (change.concerns("bridge")) {
            predefined.requireBridge(next);
        }
        if (driver == null) {
            return null;
        }
        Network known = before != null
                ? before
                : new Network(
                        NetworkRegistry.newId(),
                        NetworkRegistry.BRIDGE,
                        DRIVER,
                        Instant.now(),
                        false,
                        List.of(),
                        Map.of(),
                        Map.of());
        Network after = predefined.plan(next, known, driver.service(), !change.concerns("bridge"));
        BridgeInUse.check(known, after, present, change::concerns);
        return after;
    }

    /// From the settings in force to others. It keeps the driver that it was planned with: what is agreed upon has to be done.
    private final class Step implements Preparation {
        private final CoreSettings next;
        private final @Nullable Network bridge;
        private final @Nullable Lease<NetworkDriver> driver;
        private final boolean held;
        private final boolean rules;

        Step(
                CoreSettings next,
                @Nullable Network bridge,
                @Nullable Lease<NetworkDriver> driver,
                boolean held,
                boolean rules) {
            this.next = next;
            this.bridge = bridge;
            this.driver = driver;
            this.held = held;
            this.rules = rules;
        }

        @Override
        public void commit() {
            try {
                settings.set(next);
                if (held || rules) {
                    apply(bridge, driver);
                }
            } finally {
                letGo(driver, held);
            }
        }

        @Override
        public void rollback() {
            letGo(driver, held);
        }
    }

    /// Another driver may have come since the plan was made, or be taking its networks over at this moment: it has been told what was in
    /// force until now, and is told again.
    ///
    /// @param planned the driver of the plan; on its way out it is still good for this
    private void apply(@Nullable Network bridge, @Nullable Lease<NetworkDriver> planned) {
        CompletableFuture<Void> settled = drivers.settled(DRIVER);
        boolean late = !settled.isDone();
        try (Lease<NetworkDriver> now = planned == null ? awaited() : drivers.acquireNow(DRIVER)) {
            Lease<NetworkDriver> best = now == null ? planned : now;
            put(bridge, best == null ? null : best.service());
        }
        if (late) {
            settled.thenRunAsync(
                    this::catchUp,
                    work -> Thread.ofVirtual().name("network-reload").start(work));
        }
    }

    private @Nullable Lease<NetworkDriver> awaited() {
        try {
            return drivers.acquireIfAny(DRIVER);
        } catch (EngineException e) {
            log.warn("the bridges are made as they are configured once their driver is there: {}", e.getMessage());
            return null;
        }
    }

    /// For a driver that was taking its networks over while the settings changed. One that comes later finds the new ones itself.
    private void catchUp() {
        try (Lease<NetworkDriver> late = drivers.acquireNow(DRIVER)) {
            if (late != null) {
                put(null, late.service());
            }
        } catch (RuntimeException e) {
            log.error("the bridges are not as they are configured: {}", e.getMessage(), e);
        }
    }

    /// @param planned the default bridge as it is to be; null when there is to be none, or when the driver has to be asked
    private void put(@Nullable Network planned, @Nullable NetworkDriver driver) {
        changing.lock();
        settling.lock();
        try {
            Network before = networks.named(NetworkRegistry.BRIDGE);
            if (planned != null) {
                networks.put(planned);
            } else {
                predefined.register();
            }
            if (driver != null) {
                if (planned == null) {
                    settle(driver);
                }
                discard(before, driver);
                restoreAll(driver);
            }
        } finally {
            settling.unlock();
            changing.unlock();
        }
    }

    private void settle(NetworkDriver driver) {
        Network bridge = networks.named(NetworkRegistry.BRIDGE);
        try {
            if (bridge != null) {
                predefined.settle(bridge, driver, sandboxes.endpoints(bridge.id()));
            }
        } catch (RuntimeException e) {
            log.error("the default bridge is not as it is configured: {}", e.getMessage(), e);
        }
    }

    /// Removes what the default bridge was, if it is another one now or none. What stays of it is in nobody's way.
    private void discard(@Nullable Network before, NetworkDriver driver) {
        Network after = networks.named(NetworkRegistry.BRIDGE);
        if (before == null || (after != null && !moves(before, after))) {
            return;
        }
        try {
            driver.remove(before);
        } catch (RuntimeException e) {
            log.error("the former default bridge {} stays: {}", BridgeInUse.device(before), e.getMessage(), e);
        }
    }

    private static boolean moves(Network before, Network after) {
        String device = BridgeInUse.device(before);
        return !device.isEmpty() && !device.equals(BridgeInUse.device(after));
    }

    /// Connections go on: a driver puts the new rules in the place of the old ones.
    private void restoreAll(NetworkDriver driver) {
        for (Network network : networks.all()) {
            if (network.driver().equals(DRIVER)) {
                try {
                    driver.restore(network, sandboxes.endpoints(network.id()));
                } catch (RuntimeException e) {
                    log.error("network {} is not as it is configured: {}", network.name(), e.getMessage(), e);
                }
            }
        }
    }
}
