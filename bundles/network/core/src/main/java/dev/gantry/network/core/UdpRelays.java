package dev.gantry.network.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All relays of datagrams, with one thread and one buffer while there are any: a buffer of its own must hold the largest
/// datagram, and most relays never see one.
final class UdpRelays {
    private static final Logger log = LoggerFactory.getLogger(UdpRelays.class);
    private static final int LARGEST = 65_535;
    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final int CLOSE_SECONDS = 2;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private @Nullable Selector selector;

    /// Begins to carry what the socket gets. The relay owns the socket from now on.
    synchronized Relay start(DatagramChannel server, RelayTarget target) throws IOException {
        server.configureBlocking(false);
        UdpRelay relay = new UdpRelay(server, target);
        Selector used = selecting();
        server.register(used, SelectionKey.OP_READ, relay);
        used.wakeup();
        return () -> close(relay);
    }

    /// A registered channel keeps its port until the selector has looked again, so that is waited for.
    private void close(UdpRelay relay) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try {
            submit(() -> {
                relay.close();
                closed.complete(null);
            });
            closed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            log.debug("udp relay: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void submit(Runnable task) throws IOException {
        tasks.add(task);
        selecting().wakeup();
    }

    private Selector selecting() throws IOException {
        Selector current = selector;
        if (current == null) {
            Selector opened = Selector.open();
            selector = opened;
            Thread.ofPlatform().daemon().name("udp-relays").start(() -> run(opened));
            return opened;
        }
        return current;
    }

    private void run(Selector selecting) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        try {
            do {
                selecting.select(
                        key -> {
                            if (key.isValid() && key.attachment() instanceof UdpRelay relay) {
                                relay.ready(key, buffer);
                            }
                        },
                        SWEEP.toMillis());
                work(selecting);
            } while (!isDone(selecting));
        } catch (IOException e) {
            log.error("datagrams are no longer relayed: {}", e.getMessage());
        }
    }

    private void work(Selector selecting) throws IOException {
        long now = System.nanoTime();
        for (SelectionKey key : selecting.keys()) {
            if (key.attachment() instanceof UdpRelay relay) {
                relay.expire(now);
            }
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            selecting.selectNow();
        }
    }

    private synchronized boolean isDone(Selector selecting) throws IOException {
        if (!selecting.keys().isEmpty() || !tasks.isEmpty()) {
            return false;
        }
        selector = null;
        selecting.close();
        return true;
    }
}
