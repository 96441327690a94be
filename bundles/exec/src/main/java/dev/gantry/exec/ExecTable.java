package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All execs that somebody may still ask about. Those that ended more than ten minutes ago go when the next one comes.
final class ExecTable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecTable.class);

    static final Duration KEPT = Duration.ofMinutes(10);

    private final Map<String, Exec> execs = new ConcurrentHashMap<>();

    void add(Exec exec) {
        collect(Instant.now().minus(KEPT));
        execs.put(exec.id(), exec);
    }

    void collect(Instant before) {
        execs.values()
                .removeIf(exec -> exec.state() instanceof Exec.State.Ended over
                        && over.at().isBefore(before));
    }

    @Nullable Exec find(String id) {
        return execs.get(id);
    }

    /// @throws EngineException NOT_FOUND
    Exec require(String id) {
        Exec exec = execs.get(id);
        if (exec == null) {
            throw missing(id);
        }
        return exec;
    }

    static EngineException missing(String id) {
        return EngineException.notFound("No such exec instance: " + id);
    }

    List<Exec> of(String containerId) {
        return execs.values().stream()
                .filter(exec -> exec.containerId().equals(containerId))
                .toList();
    }

    Collection<Exec> all() {
        return List.copyOf(execs.values());
    }

    /// Waits until the processes of all claimed execs run or could not be started, at most for the limit.
    void awaitStarts(Duration limit) {
        Instant end = Instant.now().plus(limit);
        try {
            for (Exec exec : execs.values()) {
                if (exec.state() instanceof Exec.State.Claimed) {
                    exec.awaitStart(Duration.between(Instant.now(), end));
                }
            }
        } catch (EngineException e) {
            LOG.warn("an exec that has not started in time is left: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void remove(Exec exec) {
        execs.remove(exec.id(), exec);
    }
}
