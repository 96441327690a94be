package dev.gantry.http;

import dev.gantry.api.listener.BoundSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening sockets and the event loops that serve them. The sockets are adopted: whoever opened them may be gone.
final class ServerSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSockets.class);

    private static final long LOOK_SECONDS = 1;

    /// `SO_ACCEPTCONN` of `SOL_SOCKET`.
    private static final IntegerUnixChannelOption ACCEPTS = new IntegerUnixChannelOption("SO_ACCEPTCONN", 1, 30);

    /// A socket and what was asked for that made it.
    ///
    /// @param host the address as configured
    /// @param socket the adopted descriptor
    /// @param channel serves it
    record Listening(String host, BoundSocket socket, Channel channel) {}

    private final Function<BoundSocket, ChannelInitializer<Channel>> initializer;
    private final Consumer<String> failed;
    private final EventLoopGroup loops;
    /// Who closes a socket waits, so an event loop takes no lock to find out that it was on purpose.
    private final List<Listening> listening = new CopyOnWriteArrayList<>();
    private boolean serving;

    /// @param failed is told of an address that has gone by itself
    ServerSockets(Function<BoundSocket, ChannelInitializer<Channel>> initializer, Consumer<String> failed) {
        this.initializer = initializer;
        this.failed = failed;
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("http-io", true), EpollIoHandler.newFactory());
    }

    /// Takes over a listening descriptor. Connections wait in its backlog until [#serve].
    synchronized void adopt(String host, BoundSocket socket) {
        ServerChannel adopted = switch (socket.kind()) {
            // Without the flag the channel counts as inactive and never accepts.
            case UNIX -> new EpollServerDomainSocketChannel(socket.fd(), true);
            case TCP -> new EpollServerSocketChannel(socket.fd());
        };
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> adopted)
                .option(ChannelOption.AUTO_READ, serving)
                .childHandler(initializer.apply(socket))
                .register()
                .syncUninterruptibly()
                .channel();
        Listening each = new Listening(host, socket, channel);
        listening.add(each);
        channel.pipeline().addFirst(new AcceptFailures(reason -> lost(each, reason)));
        channel.closeFuture().addListener(_ -> lost(each, "the socket was closed"));
        channel.eventLoop().schedule(() -> look(each), LOOK_SECONDS, TimeUnit.SECONDS);
        if (serving) {
            LOG.info("API listen on {}", socket.address());
        }
    }

    /// Netty overlooks that a listening socket was shut down, by another process that has it, too: it is woken for it without end.
    private void look(Listening each) {
        if (!listening.contains(each)) {
            return;
        }
        Integer accepts = each.channel.config().getOption(ACCEPTS);
        if (accepts != null && accepts == 0) {
            lost(each, "the socket was shut down");
        } else {
            each.channel.eventLoop().schedule(() -> look(each), LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// An address that was given up on purpose is not in the list any more.
    private void lost(Listening each, String reason) {
        if (!listening.remove(each)) {
            return;
        }
        LOG.error("ServeAPI error host={}: {}", each.host, reason);
        each.channel.close();
        failed.accept(each.host + ": " + reason);
    }

    /// Takes over a connection that rests between two requests.
    void adopt(int connection, BoundSocket socket) {
        Channel channel = switch (socket.kind()) {
            case UNIX -> new EpollDomainSocketChannel(connection);
            case TCP -> new EpollSocketChannel(connection);
        };
        channel.pipeline().addLast(initializer.apply(socket));
        loops.register(channel);
    }

    synchronized List<Listening> listening() {
        return List.copyOf(listening);
    }

    synchronized boolean isServing() {
        return serving;
    }

    /// Whether connections are accepted, every event loop is alive and a new thread for a request runs.
    boolean isAnswering(Duration limit) throws InterruptedException {
        if (!isServing() || !listening().stream().allMatch(each -> each.channel.isOpen())) {
            return false;
        }
        List<EventExecutor> all = new ArrayList<>();
        loops.forEach(all::add);
        CountDownLatch alive = new CountDownLatch(all.size() + 1);
        all.forEach(loop -> loop.execute(alive::countDown));
        Thread.startVirtualThread(alive::countDown);
        return alive.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void serve() {
        if (!serving) {
            serving = true;
            for (Listening each : listening) {
                each.channel.config().setAutoRead(true);
                LOG.info("API listen on {}", each.socket.address());
            }
        }
    }

    /// Closes a socket for good, and removes its file.
    synchronized void close(Listening gone) {
        listening.remove(gone);
        if (gone.socket.path() != null) {
            try {
                Files.deleteIfExists(gone.socket.path());
            } catch (IOException e) {
                LOG.warn("cannot remove {}: {}", gone.socket.path(), e.getMessage());
            }
        }
        gone.channel.close().syncUninterruptibly();
    }

    /// Stops accepting and lets go of the descriptors, which stay open and listening.
    ///
    /// @return them
    synchronized List<Listening> release() {
        List<Listening> released = List.copyOf(listening);
        released.forEach(each -> each.channel.deregister().syncUninterruptibly());
        listening.clear();
        return released;
    }

    /// Waits until what was accepted before now is known as a connection.
    void settle() {
        for (EventExecutor loop : loops) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
    }

    /// Ends the event loops; nothing can be adopted any more.
    void shutdown() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
