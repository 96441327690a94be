package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's threads: virtual ones for what runs beside, one timer for what comes later.
final class Work implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("engine-", 0).factory());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("engine-timer").factory());

    Work() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /// Runs beside the caller; [#join] gives its result.
    <T> Future<T> fork(Callable<T> part) {
        return threads.submit(part);
    }

    /// Runs beside; a failure is logged with the container's id.
    Future<?> background(String what, String id, Runnable part) {
        return threads.submit(() -> {
            try {
                part.run();
            } catch (RuntimeException e) {
                LOG.warn("{} failed container={}", what, id, e);
            }
        });
    }

    /// Runs later, beside.
    Future<?> later(Duration delay, String what, String id, Runnable part) {
        return timer.schedule(() -> background(what, id, part), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The result of a part; its failure as it was thrown.
    static <T> T join(Future<T> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /// What a caller is told about a failure.
    static EngineException failure(@Nullable Throwable cause) {
        if (cause == null) {
            return EngineException.system("unknown failure");
        }
        if (cause instanceof EngineException known) {
            return known;
        }
        String message = cause.getMessage();
        return EngineException.system(message == null ? cause.toString() : message, cause);
    }

    /// Cancels what has not begun and waits for what has.
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("some work on containers goes on after the engine has left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
