package dev.gantry.engine;

import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.metrics.Measurements;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells how long things took, while somebody wants to know. What fails is not told.
final class Timing {
    private final ServiceSlot<Measurements> measurements;

    Timing(ServiceSlot<Measurements> measurements) {
        this.measurements = measurements;
    }

    <T extends @Nullable Object> T container(String action, Supplier<T> work) {
        return timed(work, (to, took) -> to.containerAction(action, took));
    }

    void container(String action, Runnable work) {
        container(action, () -> {
            work.run();
            return null;
        });
    }

    <T extends @Nullable Object> T network(String action, Supplier<T> work) {
        return timed(work, (to, took) -> to.networkAction(action, took));
    }

    private <T extends @Nullable Object> T timed(Supplier<T> work, BiConsumer<Measurements, Duration> tell) {
        if (!measurements.isPresent()) {
            return work.get();
        }
        long begun = System.nanoTime();
        T result = work.get();
        try (Lease<Measurements> lease = measurements.tryAcquire()) {
            if (lease != null) {
                tell.accept(lease.service(), Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return result;
    }
}
