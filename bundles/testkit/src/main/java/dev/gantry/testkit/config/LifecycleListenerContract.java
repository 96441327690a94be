package dev.gantry.testkit.config;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.gantry.api.config.LifecycleListener;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [LifecycleListener] has to keep: that it bears every order of calls that a daemon makes, and holds nobody up. What it does
/// when it hears of something is for its own tests.
public abstract class LifecycleListenerContract {
    /// What a start, in which many others are told as well, can spare.
    private static final Duration QUICK = Duration.ofSeconds(2);

    /// A new listener, as its component would be after an update of the bundle.
    protected abstract LifecycleListener newListener() throws Exception;

    /// Lets go of what a listener holds, as its component does when it is deactivated.
    protected void release(LifecycleListener listener) throws Exception {}

    /// Tells it, and fails when that takes long.
    private static void tell(Runnable call) {
        assertTimeout(QUICK, call::run);
    }

    private static void steps(LifecycleListener listener) {
        List.of("directories", "sockets", "a step that nobody knows yet")
                .forEach(step -> tell(() -> listener.starting(step)));
    }

    @Test
    void hearsOfAWholeLife() throws Exception {
        LifecycleListener listener = newListener();
        steps(listener);
        tell(listener::ready);
        tell(listener::stopping);
        release(listener);
    }

    @Test
    void hearsOfAStartThatFails() throws Exception {
        LifecycleListener listener = newListener();
        steps(listener);
        tell(listener::stopping);
        release(listener);
    }

    /// A listener that is updated while the daemon runs hears of its readiness again, and of no step.
    @Test
    void hearsOfReadinessOnlyWhenItComesLate() throws Exception {
        LifecycleListener before = newListener();
        steps(before);
        tell(before::ready);
        release(before);
        LifecycleListener after = newListener();
        tell(after::ready);
        tell(after::stopping);
        release(after);
    }

    /// An updated conductor tells everyone again.
    @Test
    void hearsOfReadinessTwice() throws Exception {
        LifecycleListener listener = newListener();
        tell(listener::ready);
        tell(listener::ready);
        tell(listener::stopping);
        release(listener);
    }

    @Test
    void mayLeaveBeforeItHearsOfAnything() throws Exception {
        release(newListener());
    }
}
