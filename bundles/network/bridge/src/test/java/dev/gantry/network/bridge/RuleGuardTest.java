package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RuleGuardTest {
    private final CountDownLatch restored = new CountDownLatch(1);

    /// Counts what is put back.
    private final Rules rules = new Rules() {
        @Override
        public void settings(BridgeSettings next) {}

        @Override
        public void replace(Network network, BridgeOptions options, Collection<Endpoint> endpoints) {}

        @Override
        public void add(Network network, Endpoint endpoint) {}

        @Override
        public void remove(Network network, Endpoint endpoint) {}

        @Override
        public void clear(Network network) {}

        @Override
        public void keepOnly(Set<String> networkIds) {}

        @Override
        public void passOthers(Network network, BridgeOptions options) {}

        @Override
        public void restoreLost() {
            restored.countDown();
        }

        @Override
        public void closeForwarding(Family family) {}
    };

    @Test
    void putsBackWhatIsLostUntilItIsClosed() throws Exception {
        AtomicReference<Runnable> told = new AtomicReference<>();
        RuleGuard guard = new RuleGuard(rules, lost -> {
            told.set(lost);
            return () -> told.set(null);
        });
        Runnable loss = told.get();
        loss.run();
        assertTrue(restored.await(10, TimeUnit.SECONDS));
        guard.close();
        assertNull(told.get(), "the watch ends");
    }

    @Test
    void aSuccessorsRulesAreNotTouched() {
        RuleGuard guard = new RuleGuard(rules, lost -> () -> {});
        guard.close();
        guard.look();
        assertEquals(1, restored.getCount());
    }
}
