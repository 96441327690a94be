package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.network.NetworkDriver;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network drivers by name. One is used only after it has been given the networks and endpoints that exist; who needs it
/// before waits.
final class Drivers {
    private static final Logger log = LoggerFactory.getLogger(Drivers.class);

    private final ConcurrentHashMap<String, ServiceSlot<NetworkDriver>> slots = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<NetworkDriver, CompletableFuture<Void>> introductions = new ConcurrentHashMap<>();

    private ServiceSlot<NetworkDriver> slot(String name) {
        return slots.computeIfAbsent(name, n -> new ServiceSlot<>("network driver " + n));
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

    /// Takes a driver in, beside the caller: `restore` is run with it first.
    void bind(String name, NetworkDriver driver, Consumer<NetworkDriver> restore) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        introductions.put(driver, done);
        Thread.ofVirtual().name("network-driver-" + name).start(() -> {
            try {
                restore.accept(driver);
            } catch (RuntimeException e) {
                log.error("network driver {} cannot take over its networks: {}", name, e.getMessage(), e);
            } finally {
                slot(name).bind(driver);
                done.complete(null);
            }
        });
    }

    /// Lets a driver go after its last call.
    void unbind(String name, NetworkDriver driver) {
        CompletableFuture<Void> introduction = introductions.remove(driver);
        if (introduction != null) {
            introduction.join();
        }
        slot(name).unbind(driver);
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
}
