package dev.gantry.config;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts that take part in a reload.
final class Participants {
    private static final Logger LOG = LoggerFactory.getLogger(Participants.class);

    private record Ranked(Reconfigurable part, int ranking) {}

    private final List<Ranked> parts = new CopyOnWriteArrayList<>();

    void add(Reconfigurable part, int ranking) {
        parts.add(new Ranked(part, ranking));
    }

    void remove(Reconfigurable part) {
        parts.removeIf(each -> each.part() == part);
    }

    /// Asks all; when one refuses, those before it have given up again.
    ///
    /// @return what both ends of the reload need, in the order of asking
    List<Preparation> prepare(ConfigChange change) {
        List<Ranked> order = new ArrayList<>(parts);
        order.sort(Comparator.comparingInt(Ranked::ranking).reversed());
        List<Preparation> ready = new ArrayList<>();
        try {
            for (Ranked each : order) {
                ready.add(each.part().prepare(change));
            }
        } catch (RuntimeException e) {
            rollback(ready);
            throw e;
        }
        return ready;
    }

    static void rollback(List<Preparation> ready) {
        ready.reversed().forEach(each -> quietly("roll back", each::rollback));
    }

    static void commit(List<Preparation> ready) {
        ready.forEach(each -> quietly("commit", each::commit));
    }

    /// What one part can't finish must not keep the others from it.
    private static void quietly(String what, Runnable end) {
        try {
            end.run();
        } catch (RuntimeException e) {
            LOG.error("a part of the daemon failed to {} a reload", what, e);
        }
    }
}
