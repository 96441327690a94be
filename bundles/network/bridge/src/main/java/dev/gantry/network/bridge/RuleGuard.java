package dev.gantry.network.bridge;

import dev.gantry.api.linux.FilterLosses;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts rules back that somebody else has removed, as a firewall does that is restarted: until then ports would lead nowhere,
/// and containers would be open to the network.
final class RuleGuard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RuleGuard.class);

    private final Rules rules;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final @Nullable AutoCloseable watch;
    private boolean closed;

    RuleGuard(Rules rules, FilterLosses losses) {
        this.rules = rules;
        this.watch = watch(losses);
    }

    private @Nullable AutoCloseable watch(FilterLosses losses) {
        try {
            return losses.watch(this::lost);
        } catch (IOException e) {
            log.warn("nobody will notice when others remove our packet filter rules: {}", e.getMessage());
            return null;
        }
    }

    /// Our own changes are told as well; one look is enough for all that was told before it.
    private void lost() {
        if (pending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("rule-guard").start(this::look);
        }
    }

    synchronized void look() {
        pending.set(false);
        if (closed) {
            return;
        }
        try {
            rules.restoreLost();
        } catch (IOException e) {
            log.warn("packet filter rules that somebody else removed are still missing: {}", e.getMessage());
        }
    }

    /// A successor has the rules from now on: nothing is put back any more.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            if (watch != null) {
                watch.close();
            }
        } catch (Exception e) {
            log.debug("rule guard: {}", e.getMessage());
        }
    }
}
