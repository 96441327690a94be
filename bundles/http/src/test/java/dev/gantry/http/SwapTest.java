package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SwapTest {
    private static final class Version implements Router {
        private final AtomicBoolean gone = new AtomicBoolean();

        @Override
        public List<Route> routes() {
            return List.of(Route.get("/swapped", e -> {
                if (gone.get()) {
                    throw new IllegalStateException("used after it had left");
                }
                // Others get the chance to take it away.
                Thread.yield();
                if (gone.get()) {
                    throw new IllegalStateException("left while it was used");
                }
                TestServer.ok(e);
            }));
        }
    }

    private static final class Stamp implements Middleware {
        private final AtomicBoolean gone = new AtomicBoolean();

        @Override
        public int order() {
            return VERSION;
        }

        @Override
        public Handler wrap(Handler next) {
            return e -> {
                if (gone.get()) {
                    throw new IllegalStateException("middleware used after it had left");
                }
                e.setHeader("Stamp", "yes");
                next.handle(e);
            };
        }
    }

    @Test
    void losesNoRequestWhileRoutersAndMiddlewareAreSwapped() throws Exception {
        try (TestServer server = new TestServer()) {
            Version router = new Version();
            Stamp stamp = new Stamp();
            server.server.bindRouter(router, Map.of());
            server.server.bindMiddleware(stamp, Map.of());
            try (Hammer hammer = new Hammer(server, "/swapped", 8)) {
                for (int i = 0; i < 50; i++) {
                    hammer.awaitRequests(20);
                    server.server.unbindRouter(router);
                    router.gone.set(true);
                    server.server.unbindMiddleware(stamp);
                    stamp.gone.set(true);
                    hammer.awaitAllWaiting();
                    router = new Version();
                    stamp = new Stamp();
                    server.server.bindMiddleware(stamp, Map.of());
                    server.server.bindRouter(router, Map.of());
                }
                hammer.awaitRequests(20);
                assertEquals(List.of(), hammer.failures());
            }
        }
    }

    @Test
    void answersAsUnknownWhatHasNoSuccessor() throws Exception {
        Routes routes = new Routes(Duration.ofMillis(100));
        Version router = new Version();
        routes.add(router, 0);
        routes.remove(router);
        assertEquals(null, routes.hold("GET", "/swapped"));
    }

    @Test
    void prefersTheHigherRankingAndFallsBack() throws Exception {
        Routes routes = new Routes(Duration.ofMillis(100));
        Router low = () -> List.of(Route.get("/a", _ -> {}));
        Handler best = _ -> {};
        Router high = () -> List.of(Route.get("/a", best));
        routes.add(high, 5);
        routes.add(low, 0);
        Routes.Held held = routes.hold("GET", "/a");
        assertEquals(best, held.handler());
        held.release();
        routes.remove(high);
        held = routes.hold("GET", "/a");
        assertTrue(held.handler() != best);
        held.release();
    }

    @Test
    void departureWaitsForRequestsButNotForStreams() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch streaming = new CountDownLatch(1);
        Router router = () -> List.of(Route.get("/follow", e -> {
            e.startStream(200, "").write("x".getBytes(StandardCharsets.US_ASCII));
            streaming.countDown();
            end.await();
        }));
        try (TestServer server = new TestServer();
                RawClient client = server.connect()) {
            server.server.bindRouter(router, Map.of());
            client.request("GET /follow");
            streaming.await();
            long before = System.nanoTime();
            server.server.unbindRouter(router);
            assertTrue(System.nanoTime() - before < Duration.ofSeconds(2).toNanos());
            end.countDown();
            client.until("0\r\n\r\n");
        }
    }

    @Test
    void survivesTheSwapOfTheListenerUnderLoad() throws Exception {
        Listener listener = TestServer.unix();
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok));
                Hammer hammer = new Hammer(server, "/_ping", 4)) {
            for (int i = 0; i < 50; i++) {
                hammer.awaitRequests(5);
                server.server.bindListener(listener, Map.of(Listener.SCHEME, "unix"));
                server.server.unbindListener(listener, Map.of(Listener.SCHEME, "unix"));
                server.server.bind(List.of("unix://" + server.socket));
            }
            assertEquals(List.of(), hammer.failures());
        }
    }

    @Test
    void handsItsSocketsToItsSuccessor() throws Exception {
        try (TestServer first = new TestServer(Route.get("/_ping", TestServer::ok));
                RawClient idle = first.connect()) {
            first.server.deactivate();
            try (RawClient queued = first.connect()) {
                queued.request("GET /_ping");
                HttpApiServer second = new HttpApiServer(Map.of(), TestServer.LIMITS, _ -> {});
                second.bindJson(new TestServer.FakeCodec());
                second.bindRouter(() -> List.of(Route.get("/_ping", TestServer::ok)), Map.of());
                second.takeOver();
                assertEquals(List.of(first.socket.toString()), second.status().listening());
                second.stop(Duration.ofMillis(1));
                second.deactivate();
                assertTrue(!Files.exists(first.socket));
            }
            assertEquals("", idle.rest());
        }
    }

    /// As when all that stands on the component runtime is replaced at once.
    @Test
    void waitsForRoutersAndMiddlewareThatComeAfterTheSuccessor() throws Exception {
        Route ping = Route.get("/_ping", TestServer::ok);
        Middleware marking = new Middleware() {
            @Override
            public int order() {
                return 7;
            }

            @Override
            public Handler wrap(Handler next) {
                return exchange -> {
                    exchange.setHeader("Marked", "yes");
                    next.handle(exchange);
                };
            }
        };
        try (TestServer first = new TestServer(ping)) {
            first.server.bindMiddleware(marking, Map.of());
            first.server.deactivate();
            HttpApiServer second = new HttpApiServer(Map.of(), TestServer.LIMITS, _ -> {});
            second.bindJson(new TestServer.FakeCodec());
            second.takeOver();
            try (RawClient early = first.connect();
                    RawClient lost = first.connect()) {
                early.request("GET /_ping");
                CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                    try {
                        return early.until("\r\n\r\nOK");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThrows(TimeoutException.class, () -> answer.get(50, TimeUnit.MILLISECONDS));
                second.bindRouter(() -> List.of(ping), Map.of());
                assertThrows(TimeoutException.class, () -> answer.get(50, TimeUnit.MILLISECONDS));
                second.bindMiddleware(marking, Map.of());
                String text = answer.get();
                assertTrue(text.startsWith("HTTP/1.1 200") && text.contains("arked: yes"), text);
                assertTrue(lost.request("GET /nowhere").until("page not found").startsWith("HTTP/1.1 404"));
            }
            second.stop(Duration.ofMillis(1));
            second.deactivate();
        }
    }

    @Test
    void handsConnectionsToItsSuccessorAndEndsItsStreams() throws Exception {
        CountDownLatch under = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Route ping = Route.get("/_ping", TestServer::ok);
        Route slow = Route.get("/slow", e -> {
            under.countDown();
            finish.await();
            TestServer.ok(e);
        });
        Route follow = Route.get("/follow", e -> {
            var out = e.startStream(200, "");
            under.countDown();
            end.await();
            out.write("last words".getBytes(StandardCharsets.US_ASCII));
        });
        try (TestServer first = new TestServer(ping, slow, follow);
                RawClient idle = first.connect();
                RawClient busy = first.connect();
                RawClient following = first.connect()) {
            idle.request("GET /_ping").until("\r\n\r\nOK");
            busy.request("GET /slow");
            following.request("GET /follow");
            under.await();
            Thread leaving = Thread.ofPlatform().start(() -> deactivate(first.server));
            finish.countDown();
            leaving.join();
            HttpApiServer second = new HttpApiServer(Map.of(), TestServer.LIMITS, _ -> {});
            second.bindJson(new TestServer.FakeCodec());
            second.bindRouter(() -> List.of(ping), Map.of());
            second.takeOver();
            busy.until("\r\n\r\nOK");
            for (RawClient client : List.of(idle, busy)) {
                assertTrue(client.request("GET /_ping").until("\r\n\r\nOK").startsWith("HTTP/1.1 200"));
            }
            end.countDown();
            following.until("last words\r\n0\r\n\r\n");
            second.stop(Duration.ofMillis(200));
            second.deactivate();
        }
    }

    private static void deactivate(HttpApiServer server) {
        try {
            server.deactivate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
