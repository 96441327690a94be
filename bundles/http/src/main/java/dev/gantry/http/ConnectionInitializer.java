package dev.gantry.http;

import dev.gantry.api.http.Peer;
import dev.gantry.api.listener.BoundSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;

/// Sets up the pipeline of a connection: TLS where it belongs, wire, decoder, encoder, connection.
final class ConnectionInitializer extends ChannelInitializer<Channel> {
    private static final AttributeKey<BoundSocket> TAKEN_BY = AttributeKey.valueOf("dev.gantry.http.socket");
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final BoundSocket socket;
    private final Limits limits;
    private final Dispatcher dispatcher;
    private final OpenConnections open;
    private final TlsSetup tls;

    ConnectionInitializer(
            BoundSocket socket, Limits limits, Dispatcher dispatcher, OpenConnections open, TlsSetup tls) {
        this.socket = socket;
        this.limits = limits;
        this.dispatcher = dispatcher;
        this.open = open;
        this.tls = tls;
    }

    /// The listening socket that took a connection.
    static BoundSocket takenBy(Channel channel) {
        return channel.attr(TAKEN_BY).get();
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.attr(TAKEN_BY).set(socket);
        if (!open.add(channel)) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(Refusal.TOO_MANY.bytes()))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.MAX_MESSAGES_PER_READ, 4);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        ChannelPipeline pipeline = channel.pipeline();
        if (socket.kind() == BoundSocket.Kind.TCP) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
            channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
            if (tls.isOn()) {
                pipeline.addLast(new TlsDoor(tls, limits.headTime()));
            }
        }
        HttpConnection connection = new HttpConnection(channel, limits, dispatcher, open, () -> peer(channel));
        pipeline.addLast(
                new WireHandler(connection, limits.headTime()),
                connection.decoder(),
                new HttpResponseEncoder(),
                connection);
    }

    private Peer peer(Channel channel) {
        return Peers.of(channel, socket, channel.pipeline().get(SslHandler.class));
    }
}
