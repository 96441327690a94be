package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.NamedServices;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.LogDriver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The log drivers that are here, and the open sinks and readers that have to move when one leaves.
@Component(service = TrackedLogDrivers.class)
public final class TrackedLogDrivers {
    private final NamedServices<LogDriver> drivers = new NamedServices<>("log driver");
    private final Set<DriverUser> users = ConcurrentHashMap.newKeySet();
    private final Duration gap;

    /// What has something of a driver's open.
    interface DriverUser {
        /// The driver's name.
        String driverName();

        /// This provider takes over from now on.
        void arrived(LogDriver driver);

        /// This provider leaves: nothing of it may be open on return.
        void left(LogDriver driver);
    }

    /// Begins without drivers.
    @Activate
    public TrackedLogDrivers() {
        this(Duration.ofSeconds(5));
    }

    /// @param gap how long a call waits for the successor of a driver that was here
    TrackedLogDrivers(Duration gap) {
        this.gap = gap;
    }

    /// A driver has come.
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addDriver(LogDriver driver, Map<String, Object> properties) {
        String name = nameOf(properties);
        drivers.bind(name, driver, NamedServices.ranking(properties));
        synchronized (users) {
            users.notifyAll();
        }
        users.forEach(user -> {
            if (user.driverName().equals(name)) {
                user.arrived(driver);
            }
        });
    }

    /// A driver leaves. On return nothing of it is open.
    public void removeDriver(LogDriver driver, Map<String, Object> properties) {
        String name = nameOf(properties);
        drivers.unbind(name, driver);
        users.forEach(user -> {
            if (user.driverName().equals(name)) {
                user.left(driver);
            }
        });
    }

    private static String nameOf(Map<String, Object> properties) {
        return String.valueOf(properties.get(LogDriver.NAME));
    }

    Set<String> names() {
        return drivers.present();
    }

    boolean isPresent(String name) {
        ServiceSlot<LogDriver> slot = drivers.slot(name);
        return slot != null && slot.isPresent();
    }

    /// Waits also for a driver that has never been here; whether it is here now.
    boolean awaitArrival(String name, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (users) {
            for (long left = limit.toMillis(); !isPresent(name) && left > 0; ) {
                users.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }
        return isPresent(name);
    }

    /// A lease on the driver, or on its successor when there is one in time.
    ///
    /// @throws EngineException INVALID_PARAMETER in Docker's words when there is none
    Lease<LogDriver> acquire(String name) {
        ServiceSlot<LogDriver> slot = drivers.slot(name);
        Lease<LogDriver> lease = null;
        // It may go again between the two.
        while (lease == null && slot != null && present(slot, gap)) {
            lease = slot.tryAcquire();
        }
        if (lease == null) {
            throw EngineException.invalidParameter("logger: no log driver named '" + name + "' is registered");
        }
        return lease;
    }

    private static boolean present(ServiceSlot<LogDriver> slot, Duration limit) {
        try {
            return slot.await(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits for a provider for at most `limit`; null when there is none then.
    @Nullable Lease<LogDriver> await(String name, Duration limit) throws InterruptedException {
        ServiceSlot<LogDriver> slot = drivers.slot(name);
        return slot != null && slot.await(limit) ? slot.tryAcquire() : null;
    }

    void add(DriverUser user) {
        users.add(user);
    }

    void remove(DriverUser user) {
        users.remove(user);
    }
}
