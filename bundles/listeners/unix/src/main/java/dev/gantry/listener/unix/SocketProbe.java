package dev.gantry.listener.unix;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Finds out whether somebody listens on a socket file.
final class SocketProbe {
    private static final long LIMIT_SECONDS = 2;

    private SocketProbe() {}

    /// Whether a connection is taken, or would be by one whose queue is full.
    static boolean isAnswered(Path path) {
        AtomicBoolean refused = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Connecting blocks while the other's queue is full; closing the channel ends that.
            Thread.ofPlatform().daemon().name("socket-probe").start(() -> {
                try {
                    channel.connect(UnixDomainSocketAddress.of(path));
                } catch (IOException | RuntimeException e) {
                    refused.set(true);
                } finally {
                    done.countDown();
                }
            });
            boolean over = done.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            return !over || !refused.get();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
