package dev.gantry.daemon;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// What the operator asks for by signals. The handlers stay until a successor's replace them: between the two a signal must not
/// end the process without the sequence.
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int ABSORBED = 3;
    private static final int QUEUE = 16;

    /// What there is to do.
    enum Request {
        END,
        RELOAD,
        DUMP
    }

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>(QUEUE);
    private int interrupts;

    void listenToSignals() {
        handle("INT", this::end);
        handle("TERM", this::end);
        handle("HUP", signal -> ask(Request.RELOAD));
        handle("USR1", signal -> ask(Request.DUMP));
    }

    private void handle(String name, SignalHandler handler) {
        try {
            Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException e) {
            LOG.warn("signal {} is taken: {}", name, e.getMessage());
        }
    }

    /// The first asks for a graceful end, two more are patience, the next ends the process at once.
    private synchronized void end(Signal signal) {
        LOG.info("Processing signal '{}'", signal.getName());
        interrupts++;
        if (interrupts == 1) {
            ask(Request.END);
        } else if (interrupts > ABSORBED) {
            LOG.info("Forcing docker daemon shutdown without cleanup; {} interrupts received", ABSORBED);
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
    }

    void ask(Request request) {
        if (!queue.offer(request)) {
            LOG.warn("too many requests at once, {} is dropped", request);
        }
    }

    Request next() throws InterruptedException {
        return queue.take();
    }
}
