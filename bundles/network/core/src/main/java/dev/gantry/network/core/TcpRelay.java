package dev.gantry.network.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries TCP connections from a listening socket to an address of the other family, which no packet filter can.
final class TcpRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TcpRelay.class);
    private static final int CONNECTIONS = 1024;
    private static final int BUFFER = 32_768;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ServerSocketChannel server;
    private final InetSocketAddress target;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Thread accepting;

    private TcpRelay(ServerSocketChannel server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
        this.accepting = Thread.ofVirtual().name("relay-" + target).unstarted(this::accept);
    }

    static TcpRelay start(ServerSocketChannel server, InetSocketAddress target) {
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
                log.warn("no more IPv6 connections for {}: {}", target, e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(SocketChannel client) {
        try (client;
                SocketChannel container = SocketChannel.open(target)) {
            Thread back = Thread.ofVirtual().start(() -> copy(container, client));
            copy(client, container);
            back.join();
        } catch (IOException e) {
            log.debug("relay to {}: {}", target, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
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

    /// Frees the port: it is free when this returns, which is why the accepting thread is waited for.
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
