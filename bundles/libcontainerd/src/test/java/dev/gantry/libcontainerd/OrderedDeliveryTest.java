package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEvent.TaskStarted;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedDeliveryTest {
    private final List<Instant> settled = new CopyOnWriteArrayList<>();

    @Test
    void saysUpToWhenEverythingIsHandled() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        OrderedDelivery delivery = delivery(event -> {
            if (event.id().equals("slow")) {
                awaitLatch(gate);
            }
        });
        Instant later = Instant.ofEpochSecond(9);
        delivery.put(new TaskStarted("slow", 1), Instant.ofEpochSecond(5));
        delivery.put(new TaskStarted("fast", 1), later);
        delivery.put(new TaskStarted("fast", 2), Instant.ofEpochSecond(7));
        assertEquals(List.of(), settled);
        gate.countDown();
        delivery.awaitIdle();
        for (int i = 0; i < 200 && settled.isEmpty(); i++) {
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(List.of(later), settled);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void keepsTheOrderOfEachContainer() throws Exception {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        OrderedDelivery delivery = delivery(event -> {
            TaskStarted started = (TaskStarted) event;
            seen.computeIfAbsent(started.id(), id -> new CopyOnWriteArrayList<>())
                    .add(started.pid());
        });
        for (int i = 0; i < 500; i++) {
            for (String id : List.of("a", "b", "c")) {
                delivery.put(new TaskStarted(id, i), Instant.EPOCH);
            }
        }
        delivery.awaitIdle();
        List<Integer> expected = IntStream.range(0, 500).boxed().toList();
        assertEquals(Map.of("a", expected, "b", expected, "c", expected), seen);
    }

    @Test
    void aSlowContainerDoesNotHoldUpAnother() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch fast = new CountDownLatch(1);
        OrderedDelivery delivery = delivery(event -> {
            if (event.id().equals("slow")) {
                await(slow);
            } else {
                fast.countDown();
            }
        });
        delivery.put(new TaskStarted("slow", 1), Instant.EPOCH);
        delivery.put(new TaskStarted("fast", 1), Instant.EPOCH);
        assertTrue(fast.await(10, TimeUnit.SECONDS));
        slow.countDown();
        delivery.awaitIdle();
    }

    @Test
    void goesOnAfterAListenerFailed() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        OrderedDelivery delivery = delivery(event -> {
            if (((TaskStarted) event).pid() == 1) {
                throw new IllegalStateException("meant to fail");
            }
            second.countDown();
        });
        delivery.put(new TaskStarted("a", 1), Instant.EPOCH);
        delivery.put(new TaskStarted("a", 2), Instant.EPOCH);
        assertTrue(second.await(10, TimeUnit.SECONDS));
    }

    @Test
    void holdsTheStreamBackWhenTheListenerLagsFarBehind() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        OrderedDelivery delivery = delivery(event -> await(gate));
        for (int i = 0; i < OrderedDelivery.LIMIT; i++) {
            delivery.put(new TaskStarted("a", i), Instant.EPOCH);
        }
        CountDownLatch passed = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                delivery.put(new TaskStarted("a", -1), Instant.EPOCH);
                passed.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertEquals(false, passed.await(100, TimeUnit.MILLISECONDS));
        gate.countDown();
        assertTrue(passed.await(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OrderedDelivery delivery(Consumer<RuntimeEvent> handler) {
        return new OrderedDelivery(
                new RuntimeEventListener() {
                    @Override
                    public void connected(List<TaskState> tasks) {}

                    @Override
                    public void event(RuntimeEvent event) {
                        handler.accept(event);
                    }
                },
                settled::add);
    }
}
