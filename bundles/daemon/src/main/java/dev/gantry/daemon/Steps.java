package dev.gantry.daemon;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the steps of the sequence and keeps how long each took.
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);

    private final Consumer<String> audience;
    private final long begin = System.nanoTime();
    private final StringBuilder summary = new StringBuilder();

    /// @param audience hears the name of each step when it begins
    Steps(Consumer<String> audience) {
        this.audience = audience;
    }

    /// One step.
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    void run(String name, Step step) throws IOException, InterruptedException {
        long start = System.nanoTime();
        audience.accept(name);
        step.run();
        took(name, millisSince(start));
    }

    /// One step that does not fail.
    void note(String name, Runnable step) {
        long start = System.nanoTime();
        step.run();
        took(name, millisSince(start));
    }

    private void took(String name, long millis) {
        LOG.debug("{}: {} ms", name, millis);
        summary.append(name).append(' ').append(millis).append(" ms, ");
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public String toString() {
        return summary + "in all " + millisSince(begin) + " ms";
    }
}
