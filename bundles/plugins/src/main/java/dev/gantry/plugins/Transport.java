package dev.gantry.plugins;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends one request over one connection. The event loop is started with the first.
final class Transport implements AutoCloseable {
    static final String VERSION = "application/vnd.docker.plugins.v1.2+json";
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final int CONNECT_MILLIS = 10_000;

    private @Nullable EventLoopGroup loops;
    private boolean closed;

    /// What came back.
    record Reply(int status, byte[] body) {}

    /// @param body JSON; empty for none
    /// @param limit longest wait for the whole answer
    /// @throws SocketTimeoutException when the limit passes
    /// @throws InterruptedIOException when the thread is interrupted
    /// @throws IOException when the plugin cannot be reached, or hangs up
    Reply post(Address address, String path, byte[] body, Duration limit) throws IOException {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        FullHttpRequest request = request(address, path, body);
        Channel channel = open(address, reply, request);
        try {
            return reply.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw words(address, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer from " + address + " within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled while waiting for " + address);
        } finally {
            channel.close();
        }
    }

    private static FullHttpRequest request(Address address, String path, byte[] body) {
        ByteBuf content = Unpooled.wrappedBuffer(body);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/" + path, content);
        request.headers()
                .set(HttpHeaderNames.HOST, address.hostHeader())
                .set(HttpHeaderNames.ACCEPT, VERSION)
                .set(HttpHeaderNames.CONNECTION, "close")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (body.length > 0) {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        return request;
    }

    private Channel open(Address address, CompletableFuture<Reply> reply, FullHttpRequest request) throws IOException {
        SslContext tls = address.tls() == null ? null : address.tls().context();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), address.host(), address.port()));
                        }
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(LARGEST_ANSWER))
                                .addLast(new ReplyHandler(reply));
                    }
                });
        ChannelFuture connecting = connect(bootstrap, address);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connecting.channel().writeAndFlush(request).addListener(sent -> fail(reply, sent.cause()));
            } else {
                request.release();
                fail(reply, done.cause());
            }
        });
        return connecting.channel();
    }

    private static ChannelFuture connect(Bootstrap bootstrap, Address address) {
        SocketAddress target;
        if (address.socket() != null) {
            bootstrap.channel(EpollDomainSocketChannel.class);
            target = new DomainSocketAddress(address.socket().toFile());
        } else {
            bootstrap.channel(EpollSocketChannel.class);
            target = new InetSocketAddress(address.host(), address.port());
        }
        return bootstrap.connect(target);
    }

    private static void fail(CompletableFuture<Reply> reply, @Nullable Throwable cause) {
        if (cause != null) {
            reply.completeExceptionally(cause);
        }
    }

    /// The failure in the words that operators search for.
    private static IOException words(Address address, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof FileNotFoundException) {
            return new IOException("dial " + address + ": connect: no such file or directory", cause);
        }
        if (cause instanceof ConnectException) {
            boolean refused = reason.toLowerCase(Locale.ROOT).contains("refused");
            return new IOException(
                    "dial " + address + ": " + (refused ? "connect: connection refused" : reason), cause);
        }
        return new IOException("request to " + address + ": " + reason, cause);
    }

    private synchronized EventLoopGroup loops() throws IOException {
        if (closed) {
            throw new IOException("plugins are not called any more");
        }
        EventLoopGroup group = loops;
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    1, Thread.ofPlatform().name("plugins").daemon().factory(), EpollIoHandler.newFactory());
            loops = group;
        }
        return group;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    static byte[] bytes(ByteBuf content) {
        return ByteBufUtil.getBytes(content);
    }
}
