package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.network.NetworkDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network drivers by name. Of several of a name the one with the highest `service.ranking` is used, of equals the latest; the
/// others wait and touch nothing, for two hands on one bridge would undo each other's work. One is used only after it has been given
/// the networks and endpoints that exist; who needs it before waits.
final class Drivers {
    private static final Logger log = LoggerFactory.getLogger(Drivers.class);

    private final ConcurrentHashMap<String, ServiceSlot<NetworkDriver>> slots = new ConcurrentHashMap<>();

    /// Those that are here, by name, in ascending order. Guarded by itself.
    private final Map<String, List<Ranked>> present = new HashMap<>();

    /// One that is here.
    private static final class Ranked {
        final NetworkDriver driver;
        final int ranking;
        final Consumer<NetworkDriver> restore;

        /// Whether it knows the networks and may be used.
        boolean introduced;

        /// Its coming into use or going out of it, whichever was last.
        CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);

        Ranked(NetworkDriver driver, int ranking, Consumer<NetworkDriver> restore) {
            this.driver = driver;
            this.ranking = ranking;
            this.restore = restore;
        }
    }

    private ServiceSlot<NetworkDriver> slot(String name) {
        return slots.computeIfAbsent(name, n -> new ServiceSlot<>("network driver " + n));
    }

    /// Nobody waits for a driver any more.
    void close() {
        slots.values().forEach(ServiceSlot::close);
    }

    /// Whether a driver of that name has ever been here.
    boolean isKnown(String name) {
        return slots.containsKey(name);
    }

    /// The drivers that are here now, sorted by name.
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        slots.forEach((name, slot) -> {
            if (slot.isPresent()) {
                names.add(name);
            }
        });
        return names;
    }

    /// Takes a driver in, beside the caller: `restore` is run with it before its first use.
    ///
    /// @param ranking the service property `service.ranking`
    void bind(String name, NetworkDriver driver, int ranking, Consumer<NetworkDriver> restore) {
        Ranked arrived = new Ranked(driver, ranking, restore);
        synchronized (present) {
            List<Ranked> others = present.computeIfAbsent(name, n -> new ArrayList<>());
            int place = others.size();
            while (place > 0 && others.get(place - 1).ranking > ranking) {
                place--;
            }
            others.add(place, arrived);
            if (place == others.size() - 1) {
                introduce(name, arrived);
            }
        }
    }

    /// Called with `present` locked.
    private void introduce(String name, Ranked arrived) {
        CompletableFuture<Void> before = arrived.turn;
        CompletableFuture<Void> done = new CompletableFuture<>();
        arrived.introduced = true;
        arrived.turn = done;
        retireBelow(name, arrived, done);
        Thread.ofVirtual().name("network-driver-" + name).start(() -> {
            before.join();
            try {
                arrived.restore.accept(arrived.driver);
            } catch (RuntimeException e) {
                log.error("network driver {} cannot take over its networks: {}", name, e.getMessage(), e);
            } finally {
                slot(name).bind(arrived.driver, arrived.ranking);
                done.complete(null);
            }
        });
    }

    /// Takes those out of use that a better one has come for, once it is in use: what they know is outdated from then on. Called with
    /// `present` locked.
    private void retireBelow(String name, Ranked better, CompletableFuture<Void> inUse) {
        List<Ranked> all = present.getOrDefault(name, List.of());
        for (Ranked each : all.subList(0, all.indexOf(better))) {
            if (each.introduced) {
                each.introduced = false;
                each.turn = CompletableFuture.allOf(each.turn, inUse)
                        .thenRunAsync(() -> slot(name).unbind(each.driver), Drivers::onThreadOfItsOwn);
            }
        }
    }

    /// It waits for the last call.
    private static void onThreadOfItsOwn(Runnable work) {
        Thread.ofVirtual().name("network-driver-leaves").start(work);
    }

    /// Lets a driver go after its last call. One that has waited for this is given what there is now.
    void unbind(String name, NetworkDriver driver) {
        Ranked gone = take(name, driver);
        if (gone == null) {
            return;
        }
        gone.turn.join();
        slot(name).unbind(driver);
        synchronized (present) {
            List<Ranked> left = present.getOrDefault(name, List.of());
            if (!left.isEmpty() && !left.getLast().introduced) {
                introduce(name, left.getLast());
            }
        }
    }

    private @Nullable Ranked take(String name, NetworkDriver driver) {
        synchronized (present) {
            List<Ranked> all = present.getOrDefault(name, new ArrayList<>());
            for (Ranked each : all) {
                if (each.driver == driver) {
                    all.remove(each);
                    return each;
                }
            }
            return null;
        }
    }

    <R> R call(String name, Function<NetworkDriver, R> use) {
        return slot(name).call(use);
    }

    void run(String name, Consumer<NetworkDriver> use) {
        slot(name).run(use);
    }

    /// As [#run], for ends of things: without a driver nothing is done.
    void runIfPresent(String name, Consumer<NetworkDriver> use) {
        try {
            run(name, use);
        } catch (EngineException e) {
            log.warn("network driver {}: {}", name, e.getMessage());
        }
    }

    /// A lease on the driver that is here or about to be in use, null when there is none.
    @Nullable Lease<NetworkDriver> acquireIfAny(String name) {
        synchronized (present) {
            if (present.getOrDefault(name, List.of()).isEmpty()) {
                return null;
            }
        }
        return slot(name).acquire();
    }

    /// A lease on the driver that is in use at this moment, null when there is none. Does not wait.
    @Nullable Lease<NetworkDriver> acquireNow(String name) {
        ServiceSlot<NetworkDriver> slot = slots.get(name);
        return slot == null ? null : slot.tryAcquire();
    }

    /// Done as soon as the best driver of those that are here now is in use. One that waits for another to leave is not waited for.
    CompletableFuture<Void> settled(String name) {
        synchronized (present) {
            List<Ranked> all = present.getOrDefault(name, List.of());
            return all.isEmpty() ? CompletableFuture.completedFuture(null) : all.getLast().turn;
        }
    }
}
