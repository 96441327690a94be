package dev.gantry.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Stands where TLS is to be until the first bytes: tells a client that speaks plain HTTP, and fetches the engine for all others.
/// That may mean reading certificates, so it happens beside the event loop, while the bytes wait.
final class TlsDoor extends ChannelDuplexHandler {
    private static final String WORDS =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

    private final TlsSetup tls;
    private final Duration patience;
    private @Nullable ByteBuf first;
    private @Nullable ScheduledFuture<?> timer;
    private boolean readWanted;

    /// @param patience how long a client may stay silent
    TlsDoor(TlsSetup tls, Duration patience) {
        this.tls = tls;
        this.patience = patience;
    }

    /// Event loop: whether it holds bytes of a client.
    boolean isOpening() {
        return first != null;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> ctx.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
        } else if (first != null) {
            first = Unpooled.wrappedBuffer(first, bytes);
        } else if (bytes.isReadable() && Character.isUpperCase(bytes.getByte(bytes.readerIndex()))) {
            bytes.release();
            ctx.writeAndFlush(Unpooled.copiedBuffer(WORDS, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            // From here on the handshake has a time limit of its own.
            cancelTimer();
            first = bytes;
            Thread.ofVirtual().name("tls").start(() -> {
                SSLEngine engine = tls.engine();
                OnLoop.run(ctx.channel(), () -> open(ctx, engine));
            });
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (first == null) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (first == null) {
            ctx.read();
        } else {
            readWanted = true;
        }
    }

    private void open(ChannelHandlerContext ctx, @Nullable SSLEngine engine) {
        if (engine == null || ctx.isRemoved() || !ctx.channel().isActive()) {
            ctx.close();
            return;
        }
        ctx.pipeline().addAfter(ctx.name(), null, new SslHandler(engine));
        ByteBuf bytes = first;
        first = null;
        if (bytes != null) {
            ctx.fireChannelRead(bytes);
            ctx.fireChannelReadComplete();
        }
        if (readWanted) {
            ctx.read();
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ReferenceCountUtil.release(first);
        first = null;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
