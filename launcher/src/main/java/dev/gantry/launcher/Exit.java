package dev.gantry.launcher;

import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import sun.misc.Signal;

/// Ends the process: once, in order, by signal or on request. The third signal does not wait any longer.
final class Exit {
    private static final int IMPATIENT_SIGNALS = 3;
    private static final int UNDECIDED = -1;

    private final Framework framework;
    private final AtomicInteger status = new AtomicInteger(UNDECIDED);
    private final AtomicInteger signals = new AtomicInteger();

    Exit(Framework framework) {
        this.framework = framework;
    }

    /// SIGINT and SIGTERM stop the framework: bundles in the reverse order of their start, so the daemon's own stop
    /// sequence comes first.
    void onSignals() {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), this::signalled);
        }
    }

    private void signalled(Signal signal) {
        if (signals.incrementAndGet() >= IMPATIENT_SIGNALS) {
            System.err.println("gantry: stopped without waiting");
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        with(0);
    }

    /// Stops the framework; the first call decides about the status. Returns at once.
    void with(int wanted) {
        if (status.compareAndSet(UNDECIDED, wanted)) {
            Thread.ofPlatform().name("gantry-exit").start(this::stop);
        }
    }

    private void stop() {
        try {
            framework.stop();
        } catch (BundleException e) {
            System.err.println("gantry: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    /// The status to end with; 0 when the framework was stopped by other means, as from the console.
    int status() {
        return Math.max(status.get(), 0);
    }
}
