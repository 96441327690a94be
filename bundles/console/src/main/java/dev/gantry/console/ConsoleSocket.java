package dev.gantry.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A unix socket that only its owner may connect to, with a [ConsoleSession] for each client.
final class ConsoleSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocket.class);
    private static final int MOST_CLIENTS = 16;

    private final Path path;
    private final CommandProcessor processor;
    private final ServerSocketChannel server;
    private final Set<ConsoleSession> sessions = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_CLIENTS);

    private ConsoleSocket(Path path, CommandProcessor processor, ServerSocketChannel server) {
        this.path = path;
        this.processor = processor;
        this.server = server;
    }

    /// Replaces what stands at `path`, and listens.
    static ConsoleSocket open(Path path, CommandProcessor processor) throws IOException {
        Path parent = Objects.requireNonNull(path.toAbsolutePath().getParent());
        Files.createDirectories(parent);
        // In a directory of its own (0700) until its mode is right, so that there is no moment in which others can
        // connect.
        Path nursery = Files.createTempDirectory(parent, ".c");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Path born = nursery.resolve("s");
            server.bind(UnixDomainSocketAddress.of(born));
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
            Files.move(born, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            server.close();
            throw e;
        } finally {
            Files.deleteIfExists(nursery.resolve("s"));
            Files.deleteIfExists(nursery);
        }
        ConsoleSocket socket = new ConsoleSocket(path, processor, server);
        Thread.ofVirtual().name("console-accept").start(socket::accept);
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (places.tryAcquire()) {
                    ConsoleSession session = new ConsoleSession(processor, client);
                    sessions.add(session);
                    Thread.ofPlatform().daemon().name("console-client").start(() -> serve(session));
                } else {
                    client.close();
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("console closed");
        } catch (IOException e) {
            LOG.error("the console accepts no more clients", e);
        }
    }

    private void serve(ConsoleSession session) {
        try {
            session.serve();
        } catch (AsynchronousCloseException e) {
            LOG.debug("console client cut off");
        } catch (IOException e) {
            LOG.debug("console client gone", e);
        } finally {
            sessions.remove(session);
            places.release();
        }
    }

    /// Takes no more commands. Those that run come to their end, and their clients hear of it.
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        for (ConsoleSession session : sessions) {
            session.leave();
        }
    }
}
