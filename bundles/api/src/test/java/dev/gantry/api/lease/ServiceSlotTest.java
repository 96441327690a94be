package dev.gantry.api.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServiceSlotTest {
    /// A provider that notices being used after it has been let go.
    private static final class Provider {
        private final AtomicBoolean gone = new AtomicBoolean();

        int answer() {
            if (gone.get()) {
                throw new AssertionError("used after its departure");
            }
            return 1;
        }
    }

    @Test
    void usesTheHighestRankingWhateverTheOrderOfArrival() {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        slot.bind("high", 5);
        slot.bind("low", -1);
        slot.bind("none");
        assertEquals("high", slot.<String>call(word -> word));
        slot.bind("as high", 5);
        assertEquals("as high", slot.<String>call(word -> word));
        slot.unbind("as high");
        slot.unbind("high");
        assertEquals("none", slot.<String>call(word -> word));
        slot.unbind("none");
        assertEquals("low", slot.<String>call(word -> word));
    }

    @Test
    void nobodyWaitsAtASlotThatIsClosed() throws Exception {
        ServiceSlot<String> slot = new ServiceSlot<>("a word", Duration.ofMinutes(5));
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<EngineException> heard = CompletableFuture.supplyAsync(() -> {
            asking.countDown();
            return assertThrows(EngineException.class, slot::acquire);
        });
        asking.await();
        slot.close();
        assertEquals("a word is not available", heard.get().getMessage());
        assertFalse(slot.await(Duration.ofMinutes(5)));
        slot.bind("late");
        assertEquals("late", slot.<String>call(word -> word));
    }

    @Test
    void usesTheLatestAndFallsBackToTheOneBefore() {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        slot.bind("first");
        slot.bind("second");
        assertEquals("second", slot.call(s -> s));
        assertTrue(slot.unbind("second"));
        assertEquals("first", slot.call(s -> s));
    }

    @Test
    void aDepartedProviderIsOutOfSightAtOnce() {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        slot.bind("only");
        slot.unbind("only");
        assertNull(slot.tryAcquire());
        assertFalse(slot.isPresent());
    }

    @Test
    void unbindingAStrangerChangesNothing() {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        slot.bind("here");
        assertTrue(slot.unbind("stranger"));
        assertEquals("here", slot.call(s -> s));
    }

    @Test
    void failsAsUnavailableWhenNoneArrives() {
        ServiceSlot<String> slot = new ServiceSlot<>("the network", Duration.ofMillis(20));
        EngineException failure = assertThrows(EngineException.class, slot::acquire);
        assertEquals(ErrorKind.UNAVAILABLE, failure.kind());
        assertEquals("the network is not available", failure.getMessage());
    }

    @Test
    void anInterruptedCallerStopsWaiting() throws Exception {
        ServiceSlot<String> slot = new ServiceSlot<>("the network");
        CompletableFuture<EngineException> failure = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                slot.acquire();
            } catch (EngineException e) {
                failure.complete(e);
            }
        });
        caller.interrupt();
        assertEquals(ErrorKind.UNAVAILABLE, failure.get(5, TimeUnit.SECONDS).kind());
    }

    @Test
    void aCallerInTheGapGetsTheSuccessor() throws Exception {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        CountDownLatch asked = new CountDownLatch(1);
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> answer = tasks.submit(() -> {
                asked.countDown();
                return slot.call(s -> s);
            });
            asked.await();
            slot.bind("successor");
            assertEquals("successor", answer.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void unbindWaitsForTheLastLease() throws Exception {
        ServiceSlot<String> slot = new ServiceSlot<>("a word");
        slot.bind("busy");
        Lease<String> lease = slot.acquire();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> drained = tasks.submit(() -> slot.unbind("busy"));
            while (slot.isPresent()) {
                Thread.onSpinWait();
            }
            assertFalse(drained.isDone());
            lease.close();
            assertTrue(drained.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLeaseClosedTwiceCountsOnce() {
        CountedProvider<String> provider = new CountedProvider<>("x", 0);
        Lease<String> first = provider.lease();
        Lease<String> second = provider.lease();
        first.close();
        first.close();
        assertFalse(provider.drain(Duration.ofMillis(10)));
        second.close();
        assertTrue(provider.drain(Duration.ZERO));
        assertNull(provider.lease());
    }

    @Test
    void noCallFailsOverFiftySwapsUnderLoad() throws Exception {
        ServiceSlot<Provider> slot = new ServiceSlot<>("a provider");
        Provider present = new Provider();
        slot.bind(present);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                callers.add(tasks.submit(() -> {
                    while (!done.get()) {
                        calls.addAndGet(slot.call(Provider::answer));
                    }
                }));
            }
            for (int swap = 0; swap < 50; swap++) {
                assertTrue(slot.unbind(present));
                present.gone.set(true);
                present = new Provider();
                slot.bind(present);
                int before = calls.get();
                while (calls.get() == before) {
                    Thread.yield();
                }
            }
            done.set(true);
            for (Future<?> caller : callers) {
                caller.get(5, TimeUnit.SECONDS);
            }
        }
        assertTrue(calls.get() >= 50);
    }
}
