package dev.gantry.http;

import dev.gantry.api.http.Peer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client connection while it speaks HTTP/1.1: takes requests one after the other and decides when to read, when to go on
/// and when to close. All state belongs to the event loop.
///
/// The socket is read only in need of a request or of a body. A client that closes meanwhile is noticed all the same: epoll reports
/// the end of input unasked.
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Limits limits;
    private final Dispatcher dispatcher;
    private final OpenConnections open;
    private final Supplier<Peer> peer;
    private final OneRequestDecoder decoder;
    private final WriteGate gate;
    private @Nullable RequestExchange current;
    private boolean inputClosed;
    private boolean closing;
    private boolean lastRequest;
    private @Nullable Leaving leaving;
    private @Nullable ScheduledFuture<?> farewell;
    private volatile boolean lastAnswer;

    HttpConnection(Channel channel, Limits limits, Dispatcher dispatcher, OpenConnections open, Supplier<Peer> peer) {
        this.channel = channel;
        this.limits = limits;
        this.dispatcher = dispatcher;
        this.open = open;
        this.peer = peer;
        this.decoder = new OneRequestDecoder(limits);
        this.gate = new WriteGate(channel);
    }

    OneRequestDecoder decoder() {
        return decoder;
    }

    Channel channel() {
        return channel;
    }

    Limits limits() {
        return limits;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    WriteGate gate() {
        return gate;
    }

    Peer peer() {
        return peer.get();
    }

    boolean isAwaitingHead() {
        return current == null && !closing;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        RequestExchange exchange = current;
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content && exchange != null) {
            takeBody(exchange, content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        Refusal refusal = Refusal.of(request, channel instanceof DomainSocketChannel);
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        RequestExchange exchange = new RequestExchange(this, request);
        current = exchange;
        open.requestBegins();
        Thread.ofVirtual().name("http " + request.method().name()).start(() -> dispatcher.run(exchange));
    }

    private void takeBody(RequestExchange exchange, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            exchange.inbound().fail(new ClientGone("the client sent a malformed body"));
            lastRequest = true;
            return;
        }
        exchange.inbound().offer(content.content());
        if (content instanceof LastHttpContent) {
            exchange.inbound().end();
            if (exchange.answer().isOver()) {
                proceed();
            }
        } else if (exchange.answer().isOver() && exchange.inbound().discardedMuch()) {
            closeLingering();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        RequestExchange exchange = current;
        if (inputClosed) {
            return;
        }
        if (exchange == null
                || closing
                || exchange.answer().isOver()
                || exchange.inbound().isWanted()) {
            ctx.read();
        }
    }

    /// The reader of a body has run dry; called on the event loop.
    void demandBody(RequestExchange exchange) {
        if (current == exchange && exchange.inbound().isWanted()) {
            if (inputClosed) {
                exchange.inbound().fail(new ClientGone("the client has gone"));
            } else {
                channel.read();
            }
        }
    }

    /// Event loop: a handler has returned.
    void requestEnds() {
        open.requestEnds();
    }

    /// The answer is written and the handler has returned; called on the event loop.
    void exchangeOver(RequestExchange exchange) {
        if (exchange != current) {
            return;
        }
        exchange.inbound().discard();
        if (!channel.isActive()) {
            current = null;
        } else if (!exchange.answer().keepsAlive() || !exchange.canFollow() || lastRequest || mustStop()) {
            closeLingering();
        } else if (exchange.inbound().isEnded()) {
            proceed();
        } else if (inputClosed) {
            closeLingering();
        } else {
            channel.read();
        }
    }

    /// A connection that stays behind has one more request.
    private boolean mustStop() {
        return open.isStopping() && (leaving == null || !Leaving.isStuck(channel));
    }

    private void proceed() {
        current = null;
        WireHandler handler = channel.pipeline().get(WireHandler.class);
        if (handler == null) {
            return;
        }
        ChannelHandlerContext wire = channel.pipeline().context(handler);
        decoder.resume(wire);
        if (current == null && !closing) {
            if (inputClosed) {
                channel.close();
            } else if (decoder.isMidway()) {
                handler.timeHead(wire);
                channel.read();
            } else if (lastAnswer) {
                // The head of the answer that has ended did not tell yet: it has no bound but this.
                rest();
                channel.read();
            } else if (!left()) {
                channel.read();
            }
        }
    }

    /// The client sends no more, and by all it can tell has gone.
    void inputClosed() {
        inputClosed = true;
        RequestExchange exchange = current;
        if (closing || exchange == null) {
            Lingering.close(channel, true);
            return;
        }
        if (!exchange.inbound().isEnded()) {
            exchange.inbound().fail(new ClientGone("the client has gone"));
        }
        exchange.clientGone();
    }

    void headTimedOut() {
        if (isAwaitingHead()) {
            refuse(Refusal.TIMEOUT);
        }
    }

    private void refuse(Refusal refusal) {
        closing = true;
        writeBesideEncoder(refusal.bytes()).addListener(_ -> closeLingering());
    }

    /// Event loop: closes at once when idle, else after the answer under way.
    void closeSoon() {
        lastRequest = true;
        if (current == null) {
            channel.close();
        }
    }

    /// Whether the answers from now on tell the client that the connection ends.
    boolean isLastAnswer() {
        return lastAnswer;
    }

    /// Event loop: the server goes and has a successor. Hands the connection over between two requests; one that cannot be handed over
    /// stays for one more request, as a client cannot tell a connection that ends from one that ended on its request.
    void leave(Leaving how) {
        leaving = how;
        if (Leaving.isStuck(channel)) {
            stay(how);
            return;
        }
        RequestExchange exchange = current;
        if (exchange == null) {
            if (!decoder.isMidway() && !closing) {
                left();
            }
        } else if (exchange.answer().isLasting()) {
            how.done();
        }
    }

    private void stay(Leaving how) {
        lastAnswer = true;
        rest();
        how.done();
    }

    /// The client has this long to send its last request, once it can.
    private void rest() {
        if (farewell != null) {
            farewell.cancel(false);
        }
        farewell = channel.eventLoop()
                .schedule(
                        () -> {
                            if (current == null) {
                                channel.close();
                            }
                        },
                        limits.farewell().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Event loop: the answer under way is a stream, which nobody waits for.
    void lasting() {
        if (leaving != null) {
            leaving.done();
        }
    }

    /// @return whether the connection has gone to the successor, or is on its way to its end
    private boolean left() {
        if (leaving == null || lastAnswer) {
            return false;
        }
        if (Leaving.isStuck(channel)) {
            stay(leaving);
            return false;
        }
        leaving.leave(this);
        return true;
    }

    /// Event loop: the channel is off its loop. Whether the connection still rests; then nothing is done with it any more.
    boolean departs() {
        if (leaving != null && Leaving.isStuck(channel)) {
            stay(leaving);
            return false;
        }
        boolean rests = current == null && !decoder.isMidway() && !closing && !inputClosed;
        closing |= rests;
        return rests;
    }

    /// Lets the client read what was sent last: closing with unread input would make the kernel take it back.
    void closeLingering() {
        closing = true;
        Lingering.close(channel, inputClosed);
    }

    /// Event loop: takes the connection out of HTTP.
    ///
    /// @param head the answer's head, written as it stands
    RawConnection hijack(byte[] head) {
        RawConnection raw = new RawConnection(channel, gate);
        channel.pipeline().addLast(raw);
        channel.pipeline().remove(this);
        channel.pipeline().remove(HttpResponseEncoder.class);
        channel.writeAndFlush(Unpooled.wrappedBuffer(head)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        // Removing the decoder hands on the bytes that it has not decoded: what the client sent ahead.
        channel.pipeline().remove(decoder);
        channel.pipeline().remove(WireHandler.class);
        if (inputClosed) {
            raw.inputEnded();
        }
        current = null;
        return raw;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        gate.signal();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gate.signal();
        RequestExchange exchange = current;
        if (exchange != null) {
            exchange.inbound().fail(new ClientGone("the client has gone"));
            exchange.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /// Event loop: tells a waiting client to send its body.
    void sendContinue() {
        writeBesideEncoder("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private ChannelFuture writeBesideEncoder(byte[] bytes) {
        ChannelHandlerContext encoder = channel.pipeline().context(HttpResponseEncoder.class);
        return encoder == null ? channel.newSucceededFuture() : encoder.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /// Event loop: cuts the connection when the client takes nothing of an answer for the length of the limit.
    void watchAnswer(RequestExchange exchange) {
        watch(exchange, pending());
    }

    private void watch(RequestExchange exchange, long before) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (current == exchange && !exchange.answer().isOver() && channel.isOpen()) {
                                long now = pending();
                                if (now > 0 && now >= before) {
                                    channel.close();
                                } else {
                                    watch(exchange, now);
                                }
                            }
                        },
                        limits.answerStall().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private long pending() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }
}
