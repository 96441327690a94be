package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEvent.TaskStarted;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.TaskState;
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
                delivery.put(new TaskStarted(id, i));
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
        delivery.put(new TaskStarted("slow", 1));
        delivery.put(new TaskStarted("fast", 1));
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
        delivery.put(new TaskStarted("a", 1));
        delivery.put(new TaskStarted("a", 2));
        assertTrue(second.await(10, TimeUnit.SECONDS));
    }

    @Test
    void holdsTheStreamBackWhenTheListenerLagsFarBehind() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        OrderedDelivery delivery = delivery(event -> await(gate));
        for (int i = 0; i < OrderedDelivery.LIMIT; i++) {
            delivery.put(new TaskStarted("a", i));
        }
        CountDownLatch passed = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                delivery.put(new TaskStarted("a", -1));
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

    private static OrderedDelivery delivery(Consumer<RuntimeEvent> handler) {
        return new OrderedDelivery(new RuntimeEventListener() {
            @Override
            public void connected(List<TaskState> tasks) {}

            @Override
            public void event(RuntimeEvent event) {
                handler.accept(event);
            }
        });
    }
}
