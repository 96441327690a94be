package dev.gantry.router.containers;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Asks on until somebody can answer, for something that goes on over an update of the engine: the successor may be updated as well
/// before it has taken the containers over.
///
/// Make one before it is needed: this bundle may have been updated, too, by then, and its old version can't load classes of its own any
/// more.
final class Successors {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    /// @param wanted whether anybody still waits for the answer
    /// @throws EngineException any other than UNAVAILABLE at once, that one after a minute
    <T> T ask(Supplier<T> question, BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.UNAVAILABLE || !wanted.getAsBoolean() || System.nanoTime() - end >= 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
