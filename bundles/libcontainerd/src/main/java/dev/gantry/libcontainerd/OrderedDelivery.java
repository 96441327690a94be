package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events to a listener: those of one container in their order, those of several side by side, each container on a
/// virtual thread that lasts as long as it has events.
final class OrderedDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(OrderedDelivery.class);
    static final int LIMIT = 4096;

    private final RuntimeEventListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();
    private final Map<String, Queue<RuntimeEvent>> waiting = new HashMap<>();
    private final Consumer<Instant> settled;
    private Instant latest = Instant.MIN;
    private int backlog;

    /// @param settled hears, each time that everything has been handled, the time of the latest event
    OrderedDelivery(RuntimeEventListener listener, Consumer<Instant> settled) {
        this.listener = listener;
        this.settled = settled;
    }

    /// Returns at once unless the listener lags far behind.
    ///
    /// @param time of the event
    void put(RuntimeEvent event, Instant time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (backlog >= LIMIT) {
                delivered.await();
            }
            backlog++;
            latest = time.isAfter(latest) ? time : latest;
            Queue<RuntimeEvent> present = waiting.get(event.id());
            if (present != null) {
                present.add(event);
                return;
            }
            Queue<RuntimeEvent> fresh = new ArrayDeque<>();
            fresh.add(event);
            waiting.put(event.id(), fresh);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("containerd-event").start(() -> drain(event.id()));
    }

    /// Waits until everything that was put has been handled.
    void awaitIdle() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (backlog > 0) {
                delivered.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void drain(String id) {
        for (RuntimeEvent event = next(id); event != null; event = next(id)) {
            try {
                listener.event(event);
            } catch (RuntimeException e) {
                LOG.error("a listener failed container={} event={}", id, event, e);
            } finally {
                done();
            }
        }
    }

    private @Nullable RuntimeEvent next(String id) {
        lock.lock();
        try {
            Queue<RuntimeEvent> events = waiting.get(id);
            RuntimeEvent event = events == null ? null : events.poll();
            if (event == null) {
                waiting.remove(id);
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        Instant upTo = null;
        lock.lock();
        try {
            backlog--;
            delivered.signalAll();
            if (backlog == 0) {
                upTo = latest;
            }
        } finally {
            lock.unlock();
        }
        if (upTo != null) {
            settled.accept(upTo);
        }
    }
}
