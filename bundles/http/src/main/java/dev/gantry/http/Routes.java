package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The routers and middleware that are here, the tombstones of those that were, and the table made from them.
final class Routes {
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final Duration waitLimit;
    private final List<Mounted<Router>> routers = new ArrayList<>();
    private final List<Mounted<Middleware>> middleware = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private boolean authorizes;
    private volatile RouteTable table = new RouteTable(List.of(), false, false);

    /// @param waitLimit how long a request waits for the successor of a router or middleware that has left
    Routes(Duration waitLimit) {
        this.waitLimit = waitLimit;
    }

    private record Mounted<T>(T service, int ranking, ServiceSlot<T> slot, List<Route> routes) {
        static <T> Mounted<T> of(T service, int ranking, String what, List<Route> routes) {
            ServiceSlot<T> slot = new ServiceSlot<>(what);
            slot.bind(service);
            return new Mounted<>(service, ranking, slot, List.copyOf(routes));
        }
    }

    private record Tombstone(String method, String template, long until) {}

    private record Gap(int order, long until) {}

    void add(Router router, int ranking) {
        List<Route> routes = router.routes();
        synchronized (this) {
            routers.add(Mounted.of(router, ranking, "router", routes));
            tombstones.removeIf(t -> routes.stream()
                    .anyMatch(r -> r.method().equals(t.method) && r.template().equals(t.template)));
            rebuild();
        }
    }

    /// Adds a router that may be here already; then it does nothing.
    void addNew(Router router, int ranking) {
        if (isAbsent(routers, router)) {
            add(router, ranking);
        }
    }

    /// The same for a middleware.
    void addNew(Middleware added, int ranking) {
        if (isAbsent(middleware, added)) {
            add(added, ranking);
        }
    }

    synchronized List<Router> routers() {
        return routers.stream().map(Mounted::service).toList();
    }

    synchronized List<Middleware> middleware() {
        return middleware.stream().map(Mounted::service).toList();
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized <T> boolean isAbsent(List<Mounted<T>> in, T service) {
        return in.stream().noneMatch(mounted -> mounted.service == service);
    }

    /// Takes the router out of sight, leaves its tombstones, and waits for its requests.
    void remove(Router router) {
        Mounted<Router> gone;
        synchronized (this) {
            gone = take(routers, router);
            if (gone == null) {
                return;
            }
            long until = System.nanoTime() + REMEMBERED.toNanos();
            gone.routes.forEach(route -> tombstones.add(new Tombstone(route.method(), route.template(), until)));
            rebuild();
        }
        gone.slot.unbind(router);
    }

    void add(Middleware added, int ranking) {
        synchronized (this) {
            middleware.add(Mounted.of(added, ranking, "middleware", List.of()));
            gaps.removeIf(gap -> gap.order == added.order());
            rebuild();
        }
    }

    /// Takes the middleware out of sight, holds new requests back until it has a successor, and waits for those that use it.
    void remove(Middleware removed) {
        Mounted<Middleware> gone;
        synchronized (this) {
            gone = take(middleware, removed);
            if (gone == null) {
                return;
            }
            if (middleware.stream().noneMatch(m -> m.service.order() == removed.order())) {
                gaps.add(new Gap(removed.order(), System.nanoTime() + waitLimit.toNanos()));
            }
            rebuild();
        }
        gone.slot.unbind(removed);
    }

    /// Whether requests are to be authorized: then none is handled without the middleware that does it.
    synchronized void authorize(boolean on) {
        if (authorizes != on) {
            authorizes = on;
            rebuild();
        }
    }

    private boolean lacksAuthorization() {
        return authorizes && middleware.stream().noneMatch(m -> m.service.order() == Middleware.AUTHORIZATION);
    }

    private static <T> @Nullable Mounted<T> take(List<Mounted<T>> from, T service) {
        for (Mounted<T> mounted : from) {
            if (mounted.service == service) {
                from.remove(mounted);
                return mounted;
            }
        }
        return null;
    }

    private void rebuild() {
        long now = System.nanoTime();
        tombstones.removeIf(t -> now - t.until > 0);
        gaps.removeIf(g -> now - g.until > 0);
        List<Mounted<Middleware>> chain = new ArrayList<>(middleware.reversed());
        chain.sort(Comparator.<Mounted<Middleware>>comparingInt(m -> m.service.order())
                .thenComparingInt(m -> -m.ranking));
        List<RouteTable.Entry> entries = new ArrayList<>();
        List<Mounted<Router>> byRanking = new ArrayList<>(routers.reversed());
        byRanking.sort(Comparator.comparingInt(m -> -m.ranking));
        for (Mounted<Router> router : byRanking) {
            List<ServiceSlot<?>> holds = new ArrayList<>();
            holds.add(router.slot);
            chain.forEach(m -> holds.add(m.slot));
            router.routes.forEach(route -> entries.add(new RouteTable.Entry(
                    route.method(),
                    new Template(route.template()),
                    behind(chain, route.handler()),
                    List.copyOf(holds))));
        }
        tombstones.forEach(t -> entries.add(new RouteTable.Entry(t.method, new Template(t.template), null, List.of())));
        RouteTable before = table;
        boolean closed = lacksAuthorization();
        table = new RouteTable(entries, closed || !gaps.isEmpty(), closed);
        before.replaced().countDown();
    }

    /// For a successor: what is here, and what has just left.
    synchronized Remembered known() {
        Stream<Remembered.Served> here = routers.stream()
                .flatMap(m -> m.routes.stream())
                .map(route -> new Remembered.Served(route.method(), route.template()));
        Stream<Remembered.Served> left = tombstones.stream().map(t -> new Remembered.Served(t.method, t.template));
        return new Remembered(
                Stream.concat(here, left).distinct().toList(),
                Stream.concat(
                                middleware.stream().map(m -> m.service.order()),
                                gaps.stream().map(Gap::order))
                        .distinct()
                        .toList());
    }

    /// What a predecessor knew and is not here yet is waited for as if it had left just now.
    synchronized void recall(Remembered known) {
        Set<String> served = served();
        long now = System.nanoTime();
        known.routes().stream()
                .filter(route -> !served.contains(route.method() + " " + route.template()))
                .forEach(route ->
                        tombstones.add(new Tombstone(route.method(), route.template(), now + REMEMBERED.toNanos())));
        known.orders().stream()
                .filter(order -> middleware.stream().noneMatch(m -> m.service.order() == order))
                .forEach(order -> gaps.add(new Gap(order, now + waitLimit.toNanos())));
        rebuild();
    }

    private static Handler behind(List<Mounted<Middleware>> chain, Handler handler) {
        Handler wrapped = handler;
        for (Mounted<Middleware> mounted : chain.reversed()) {
            wrapped = mounted.service.wrap(wrapped);
        }
        return wrapped;
    }

    /// The route for a request, held until it is released; null when there is none. Waits for the successor of what has just left.
    @Nullable Held hold(String method, String path) throws InterruptedException {
        long end = System.nanoTime() + waitLimit.toNanos();
        while (true) {
            RouteTable now = table;
            RouteTable.Match match = now.find(method, path);
            if (match == null) {
                return null;
            }
            Handler handler = match.entry().handler();
            if (handler != null && !now.lacksMiddleware()) {
                List<Lease<?>> leases = lease(match.entry().holds());
                if (leases != null) {
                    return new Held(handler, match, leases);
                }
                Thread.onSpinWait();
                continue;
            }
            long left = end - System.nanoTime();
            if (left <= 0 || !now.replaced().await(left, TimeUnit.NANOSECONDS)) {
                if (handler == null) {
                    return null;
                }
                if (now.isClosed()) {
                    throw EngineException.unavailable(
                            "authorization plugins are configured, but nothing is there that would ask them");
                }
                forgetGaps();
            }
        }
    }

    private synchronized void forgetGaps() {
        gaps.clear();
        rebuild();
    }

    private static @Nullable List<Lease<?>> lease(List<ServiceSlot<?>> holds) {
        List<Lease<?>> leases = new ArrayList<>(holds.size());
        for (ServiceSlot<?> hold : holds) {
            Lease<?> lease = hold.tryAcquire();
            if (lease == null) {
                leases.forEach(Lease::close);
                return null;
            }
            leases.add(lease);
        }
        return leases;
    }

    /// Every `METHOD template` that is served now.
    Set<String> served() {
        Set<String> served = new HashSet<>();
        synchronized (this) {
            routers.forEach(m -> m.routes.forEach(r -> served.add(r.method() + " " + r.template())));
        }
        return served;
    }

    /// A route that may be called until it is released.
    ///
    /// @param handler the route's handler behind the middleware
    /// @param match the route
    /// @param leases keep the router and the middleware from leaving
    record Held(Handler handler, RouteTable.Match match, List<Lease<?>> leases) {
        void release() {
            leases.forEach(Lease::close);
        }
    }
}
