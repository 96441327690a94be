package dev.gantry.network.diagnostics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A port of 127.0.0.1. From the beginning nobody else gets it, a container neither; clients wait until [#answer].
final class LoopbackPort implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;
    private static final int LARGEST_REQUEST = 64 * 1024;
    private static final int SILENCE_SECONDS = 60;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().name("diagnostics").daemon().factory(), EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;

    /// @throws IOException when somebody else has the port
    LoopbackPort(int port, Questions questions) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        try {
            server = bootstrap(questions).bind(address).sync().channel();
        } catch (InterruptedException e) {
            stopLoop();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while binding");
        } catch (Exception e) {
            // sync() throws what the loop has found, checked or not.
            stopLoop();
            throw new IOException(
                    "listen tcp 127.0.0.1:" + port + ": bind: " + words(String.valueOf(e.getMessage())), e);
        }
    }

    /// `bind(..) failed with error(-98): Address already in use` in the words that the API's own addresses get.
    private static String words(String netty) {
        return netty.substring(netty.lastIndexOf(": ") + 1).strip().toLowerCase(Locale.ROOT);
    }

    private ServerBootstrap bootstrap(Questions questions) {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.AUTO_READ, false)
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
                                .addLast(new HttpObjectAggregator(LARGEST_REQUEST))
                                // One request at a time, however many come in one piece.
                                .addLast(new FlowControlHandler())
                                .addLast(new QuestionHandler(questions));
                    }
                });
    }

    /// Answers from now on.
    void answer() {
        server.config().setAutoRead(true);
        server.read();
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
