package dev.gantry.http;

import dev.gantry.api.http.Hijacked;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// A hijacked connection: the last handler of its pipeline, and the streams that its holder uses.
final class RawConnection extends ChannelInboundHandlerAdapter implements Hijacked {
    private final Channel channel;
    private final WriteGate gate;
    private final InboundBytes input;
    private final OutboundStream output;
    private final AtomicBoolean outputClosed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean inputEnded;

    RawConnection(Channel channel, WriteGate gate) {
        this.channel = channel;
        this.gate = gate;
        this.input = new InboundBytes(() -> OnLoop.run(channel, this::readOnDemand), null);
        this.output = new OutboundStream(channel, gate, null, Function.identity(), this::closeOutput);
    }

    private void readOnDemand() {
        if (input.isWanted()) {
            channel.read();
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void closeOutput() {
        if (outputClosed.compareAndSet(false, true)) {
            OnLoop.run(channel, () -> Lingering.closeOutput(channel));
        }
    }

    @Override
    public void onClose(Runnable action) {
        channel.closeFuture()
                .addListener(_ -> Thread.ofVirtual().name("http hijack closed").start(action));
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            outputClosed.set(true);
            input.discard();
            OnLoop.run(channel, () -> Lingering.close(channel, inputEnded));
        }
    }

    /// Event loop: the client sends no more.
    void inputEnded() {
        inputEnded = true;
        input.end();
        if (closed.get()) {
            // The holder may have written and closed since; what it wrote is before this in the loop's queue.
            OnLoop.run(channel, () -> Lingering.close(channel, true));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            input.offer(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (input.isWanted()) {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        gate.signal();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        input.end();
        gate.signal();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        input.fail(new ClientGone("the client has gone"));
        ctx.close();
    }
}
