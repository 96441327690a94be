package dev.gantry.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands before the decoder and sees raw bytes. It times the head of a request, and it tells the connection of the end of input
/// itself: passed through the decoder, that event would cost what is not decoded yet.
final class WireHandler extends ChannelInboundHandlerAdapter {
    private final HttpConnection connection;
    private final Duration headTime;
    private @Nullable ScheduledFuture<?> timer;

    WireHandler(HttpConnection connection, Duration headTime) {
        this.connection = connection;
        this.headTime = headTime;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ctx.fireChannelRead(message);
        // A head that came whole needs no timer, so nearly no request ever has one.
        if (connection.isAwaitingHead()) {
            timeHead(ctx);
        } else {
            cancelTimer();
        }
    }

    /// Event loop: a head is coming in.
    void timeHead(ChannelHandlerContext ctx) {
        if (timer == null) {
            timer = ctx.executor().schedule(connection::headTimedOut, headTime.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            connection.inputClosed();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancelTimer();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
