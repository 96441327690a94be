package dev.gantry.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [Middleware] has to keep. Whom it refuses, and how, is for its own tests.
public abstract class MiddlewareContract {
    private static final int AT_A_TIME = 64;

    /// A new middleware, as its component would be after an update of the bundle.
    protected abstract Middleware newMiddleware() throws Exception;

    /// A request that it lets pass.
    protected FakeExchange accepted() {
        return new FakeExchange("GET", "/_ping");
    }

    @Test
    void keepsItsPlace() throws Exception {
        Middleware middleware = newMiddleware();
        assertEquals(middleware.order(), middleware.order());
        assertEquals(middleware.order(), newMiddleware().order());
    }

    @Test
    void handsARequestOnOnce() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        FakeExchange exchange = accepted();
        newMiddleware()
                .wrap(given -> {
                    handed.incrementAndGet();
                    given.respondEmpty(204);
                })
                .handle(exchange);
        assertEquals(1, handed.get());
        assertEquals(204, exchange.status());
    }

    @Test
    void keepsApartWhatItIsPutBefore() throws Exception {
        Middleware middleware = newMiddleware();
        List<String> handed = new ArrayList<>();
        Handler first = middleware.wrap(_ -> handed.add("first"));
        Handler second = middleware.wrap(_ -> handed.add("second"));
        second.handle(accepted());
        first.handle(accepted());
        assertEquals(List.of("second", "first"), handed);
    }

    @Test
    void letsFailuresPassAsTheyAre() throws Exception {
        for (Exception failure : List.of(
                EngineException.conflict("in use"), new IOException("gone"), new IllegalStateException("defect"))) {
            Handler handler = newMiddleware().wrap(_ -> {
                throw failure;
            });
            assertSame(failure, assertThrows(Exception.class, () -> handler.handle(accepted())));
        }
    }

    @Test
    void takesManyRequestsAtATime() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        Handler handler = newMiddleware().wrap(_ -> handed.incrementAndGet());
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                all.add(clients.submit(() -> {
                    handler.handle(accepted());
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(AT_A_TIME, handed.get());
    }
}
