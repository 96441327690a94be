package dev.gantry.daemon;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// What the operator asks for by signals, other than the end, which is the launcher's. The handlers stay until a successor's
/// replace them: a signal in between must not end the process.
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int QUEUE = 16;

    /// What there is to do.
    enum Request {
        RELOAD,
        DUMP
    }

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>(QUEUE);

    void listenToSignals() {
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

    void ask(Request request) {
        if (!queue.offer(request)) {
            LOG.warn("too many requests at once, {} is dropped", request);
        }
    }

    Request next() throws InterruptedException {
        return queue.take();
    }
}
