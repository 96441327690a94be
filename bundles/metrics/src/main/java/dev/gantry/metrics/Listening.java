package dev.gantry.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An open port. Takes connections from the beginning; answers 503 until [#answer] is called, so that a port that is only being
/// prepared shows nothing.
final class Listening implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int LARGEST_REQUEST = 64 * 1024;
    private static final int SILENCE_SECONDS = 60;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().name("metrics").daemon().factory(), EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;
    private volatile Supplier<Figures> figures = () -> {
        throw new IllegalStateException("not yet");
    };
    private volatile boolean answering;

    private Listening(InetSocketAddress address) throws IOException {
        try {
            server = bootstrap().bind(address).sync().channel();
        } catch (InterruptedException e) {
            stopLoop();
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while binding");
        } catch (Exception e) {
            // sync() throws what the loop has found, checked or not.
            stopLoop();
            throw new IOException(words(String.valueOf(e.getMessage())), e);
        }
    }

    /// `bind(..) failed with error(-98): Address already in use` in the words that the API's own addresses get.
    private static String words(String netty) {
        Matcher failure = Pattern.compile("bind\\(\\.\\.\\) failed with error\\(-\\d+\\): (.*)")
                .matcher(netty);
        return failure.matches() ? "bind: " + failure.group(1).toLowerCase(Locale.ROOT) : netty;
    }

    /// @param address `host:port`, `:port` or `[v6]:port`
    /// @throws IOException when the address makes no sense or cannot be had
    static Listening open(String address) throws IOException {
        return new Listening(parse(address));
    }

    static InetSocketAddress parse(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (colon < 0 || (host.indexOf(':') >= 0 && !host.startsWith("["))) {
            throw new IOException("address " + text + ": missing port in address");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String bare = host.replaceAll("[\\[\\]]", "");
            InetSocketAddress address =
                    bare.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(bare, port);
            if (address.isUnresolved()) {
                throw new IOException("lookup " + bare + ": no such host");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new IOException("address " + text + ": invalid port", e);
        }
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.size() >= MOST_CONNECTIONS) {
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(SILENCE_SECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpContentCompressor())
                                .addLast(new HttpObjectAggregator(LARGEST_REQUEST))
                                .addLast(new ScrapeHandler(Listening.this));
                    }
                });
    }

    /// Answers from now on.
    void answer(Supplier<Figures> from) {
        figures = from;
        answering = true;
    }

    boolean isAnswering() {
        return answering;
    }

    Figures figures() {
        return figures.get();
    }

    /// Where it listens.
    InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    private void stopLoop() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    /// Gives the port back before it returns; connections are cut.
    @Override
    public void close() {
        server.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        connections.close();
        stopLoop();
    }
}
