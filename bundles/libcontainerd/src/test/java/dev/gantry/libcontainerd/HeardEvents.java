package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A listener that remembers.
final class HeardEvents implements RuntimeEventListener {
    private final List<Object> heard = new ArrayList<>();

    @Override
    public synchronized void connected(List<TaskState> tasks) {
        heard.add(List.copyOf(tasks));
        notifyAll();
    }

    @Override
    public synchronized void event(RuntimeEvent event) {
        heard.add(event);
        notifyAll();
    }

    synchronized int connections() {
        return (int) heard.stream().filter(o -> o instanceof List).count();
    }

    synchronized List<RuntimeEvent> events() {
        return heard.stream()
                .filter(RuntimeEvent.class::isInstance)
                .map(RuntimeEvent.class::cast)
                .toList();
    }

    void awaitConnections(int count) throws InterruptedException {
        await(all -> all.stream().filter(o -> o instanceof List).count() >= count, "connection " + count);
    }

    <E extends RuntimeEvent> E await(Class<E> type, Predicate<E> match) throws InterruptedException {
        await(all -> find(all, type, match) != null, type.getSimpleName());
        synchronized (this) {
            return find(heard, type, match);
        }
    }

    private static <E> E find(List<Object> all, Class<E> type, Predicate<E> match) {
        return all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(match)
                .findFirst()
                .orElse(null);
    }

    private synchronized void await(Predicate<List<Object>> condition, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.test(heard)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not heard within 30 s: " + what + ", but " + heard);
            }
            wait(left);
        }
    }
}
