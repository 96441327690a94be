package dev.gantry.launcher;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import sun.misc.Signal;

/// Ends the process: once, in order, by signal or on request. Three signals are taken; the fourth does not wait any longer.
final class Exit {
    private static final int PATIENT_SIGNALS = 3;
    private static final int UNDECIDED = -1;

    private final Framework framework;
    private final AtomicInteger status = new AtomicInteger(UNDECIDED);
    private final AtomicInteger signals = new AtomicInteger();
    private final IntConsumer halt;
    private final ProcessLog log;

    Exit(Framework framework, ProcessLog log) {
        this(framework, log, Runtime.getRuntime()::halt);
    }

    /// @param halt ends the process where it stands
    Exit(Framework framework, ProcessLog log, IntConsumer halt) {
        this.framework = framework;
        this.log = log;
        this.halt = halt;
    }

    /// SIGINT and SIGTERM stop the framework: bundles in the reverse order of their start, so the daemon's own stop
    /// sequence comes first.
    void onSignals() {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> signalled(signal.getNumber()));
        }
        // Until the daemon's own handlers are there, these would end the process.
        for (String name : new String[] {"HUP", "USR1"}) {
            Signal.handle(
                    new Signal(name), signal -> log.warn("SIG" + signal.getName() + " came too early and is ignored"));
        }
    }

    void signalled(int number) {
        if (signals.incrementAndGet() > PATIENT_SIGNALS) {
            log.warn("Forcing docker daemon shutdown without cleanup; " + PATIENT_SIGNALS + " interrupts received");
            halt.accept(128 + number);
            return;
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
            log.error("the framework does not stop: " + e.getMessage());
            halt.accept(1);
        }
    }

    /// The status to end with; 0 when the framework was stopped by other means, as from the console.
    int status() {
        return Math.max(status.get(), 0);
    }
}
