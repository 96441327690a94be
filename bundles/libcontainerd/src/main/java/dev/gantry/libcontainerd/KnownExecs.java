package dev.gantry.libcontainerd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Execs that were started here and whose end was not told yet, so that it can be asked for after a lost connection.
final class KnownExecs {
    private final Map<String, Set<String>> byContainer = new ConcurrentHashMap<>();

    void add(String id, String execId) {
        byContainer.compute(id, (key, present) -> {
            Set<String> execs = present == null ? ConcurrentHashMap.newKeySet() : present;
            execs.add(execId);
            return execs;
        });
    }

    void remove(String id, String execId) {
        byContainer.computeIfPresent(id, (key, execs) -> {
            execs.remove(execId);
            return execs.isEmpty() ? null : execs;
        });
    }

    void removeAll(String id) {
        byContainer.remove(id);
    }

    List<String> containers() {
        return List.copyOf(byContainer.keySet());
    }

    List<String> of(String id) {
        return List.copyOf(byContainer.getOrDefault(id, Set.of()));
    }
}
