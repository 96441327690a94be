package dev.gantry.http;

import dev.gantry.api.http.Handler;
import dev.gantry.api.lease.ServiceSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// All routes as they were at one moment, each with the middleware before it. Never changed; a change makes a new one.
final class RouteTable {
    /// A route: live, or the tombstone of a router that has left.
    ///
    /// @param handler the handler behind the middleware; null for a tombstone
    /// @param holds what must stay while it handles: its router and the middleware
    record Entry(String method, Template template, @Nullable Handler handler, List<ServiceSlot<?>> holds) {}

    /// A route that fits, with what its variables stand for.
    record Match(Entry entry, Map<String, String> params) {}

    private final Map<String, Map<String, Entry>> literal = new HashMap<>();
    private final Map<String, List<Entry>> patterns = new HashMap<>();
    private final boolean lacksMiddleware;
    private final boolean closed;
    private final CountDownLatch replaced = new CountDownLatch(1);

    /// @param entries those that count more first
    /// @param lacksMiddleware whether a middleware has just left and its successor is awaited
    /// @param closed whether what is awaited is so vital that nothing is handled without it
    RouteTable(List<Entry> entries, boolean lacksMiddleware, boolean closed) {
        this.lacksMiddleware = lacksMiddleware;
        this.closed = closed;
        for (Entry entry : entries) {
            if (entry.template().isLiteral()) {
                literal.computeIfAbsent(entry.method(), _ -> new HashMap<>())
                        .putIfAbsent(entry.template().toString(), entry);
            } else {
                patterns.computeIfAbsent(entry.method(), _ -> new ArrayList<>()).add(entry);
            }
        }
        Comparator<Entry> meaning = Comparator.comparingInt(e -> -e.template().literals());
        patterns.values().forEach(list -> list.sort(meaning));
    }

    boolean lacksMiddleware() {
        return lacksMiddleware;
    }

    boolean isClosed() {
        return closed;
    }

    /// Counted down when there is a newer table.
    CountDownLatch replaced() {
        return replaced;
    }

    @Nullable Match find(String method, String path) {
        Map<String, Entry> exact = literal.get(method);
        Entry found = exact == null ? null : exact.get(path);
        if (found != null) {
            return new Match(found, Map.of());
        }
        for (Entry entry : patterns.getOrDefault(method, List.of())) {
            Map<String, String> params = entry.template().match(path);
            if (params != null) {
                return new Match(entry, params);
            }
        }
        return null;
    }
}
