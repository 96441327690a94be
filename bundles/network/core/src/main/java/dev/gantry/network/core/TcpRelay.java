package dev.gantry.network.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Relay] of TCP connections.
final class TcpRelay implements Relay {
    private static final Logger log = LoggerFactory.getLogger(TcpRelay.class);
    private static final int CONNECTIONS = 1024;
    private static final int BUFFER = 32_768;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ServerSocketChannel server;
    private final RelayTarget target;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Thread accepting;

    private TcpRelay(ServerSocketChannel server, RelayTarget target) {
        this.server = server;
        this.target = target;
        this.accepting = Thread.ofVirtual().name("relay-" + target.port()).unstarted(this::accept);
    }

    static Relay start(ServerSocketChannel server, RelayTarget target) {
        TcpRelay relay = new TcpRelay(server, target);
        relay.accepting.start();
        return relay;
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                // More than the limit wait in the kernel's queue.
                free.acquire();
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> carry(client));
            }
        } catch (IOException e) {
            if (server.isOpen()) {
                log.warn("no more relayed connections for {}: {}", target, e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(SocketChannel client) {
        try (client) {
            InetSocketAddress container = target.of(((InetSocketAddress) client.getRemoteAddress()).getAddress());
            if (container == null) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                return;
            }
            carry(client, container);
        } catch (IOException e) {
            log.debug("relay to {}: {}", target, e.getMessage());
        } finally {
            free.release();
        }
    }

    private static void carry(SocketChannel client, InetSocketAddress address) throws IOException {
        try (SocketChannel container = SocketChannel.open(address)) {
            Thread back = Thread.ofVirtual().start(() -> copy(container, client));
            copy(client, container);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            abort(from);
            abort(to);
        }
    }

    private static void abort(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("relay: {}", e.getMessage());
        }
    }

    /// Waits for the accepting thread, which holds the port until it notices.
    @Override
    public void close() {
        try {
            server.close();
            accepting.interrupt();
            accepting.join(CLOSE_LIMIT);
        } catch (IOException e) {
            log.debug("relay: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
