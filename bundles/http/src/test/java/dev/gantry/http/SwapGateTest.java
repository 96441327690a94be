package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SwapGateTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static CompletableFuture<Void> enter(SwapGate gate) {
        return CompletableFuture.runAsync(() -> {
            try {
                gate.enter();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void waitsForThoseInsideBeforeItIsShut() throws Exception {
        SwapGate gate = new SwapGate(LONG);
        gate.enter();
        CompletableFuture<Boolean> shut = CompletableFuture.supplyAsync(() -> gate.close(1, LONG));
        assertFalse(shut.isDone());
        gate.leave();
        assertTrue(shut.get());
    }

    @Test
    void shutsAllTheSameWhenSomeStay() throws Exception {
        SwapGate gate = new SwapGate(LONG);
        gate.enter();
        assertFalse(gate.close(1, Duration.ofMillis(20)));
        CompletableFuture<Void> waiting = enter(gate);
        assertFalse(waiting.isDone());
        gate.open(1);
        waiting.get();
    }

    @Test
    void staysShutUntilAllHaveOpenedIt() throws Exception {
        SwapGate gate = new SwapGate(LONG);
        assertTrue(gate.close(1, LONG));
        assertTrue(gate.close(2, LONG));
        CompletableFuture<Void> waiting = enter(gate);
        gate.open(1);
        assertFalse(waiting.isDone());
        gate.open(2);
        waiting.get();
    }

    @Test
    void opensByItselfWhenNobodyDoes() throws Exception {
        SwapGate gate = new SwapGate(Duration.ofMillis(20));
        assertTrue(gate.close(1, Duration.ofMillis(1)));
        enter(gate).get(20, TimeUnit.SECONDS);
    }

    @Test
    void knowsNoBundleThatCarriesNobody() {
        SwapGate gate = new SwapGate(LONG);
        gate.open(7);
        assertEquals(true, gate.close(7, Duration.ofMillis(1)));
        gate.open(7);
    }
}
