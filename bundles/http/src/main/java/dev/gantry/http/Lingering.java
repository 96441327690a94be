package dev.gantry.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/// Ends connections without taking back what was sent last.
final class Lingering {
    private Lingering() {}

    /// Sends what is pending, ends the output, and closes when the client has closed too or after a short while. The pipeline must
    /// drop what still comes in.
    static void close(Channel channel, boolean inputClosed) {
        if (inputClosed) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        closeOutput(channel);
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), Limits.LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Sends what is pending, then ends the output.
    static void closeOutput(Channel channel) {
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            if (ssl != null) {
                ssl.closeOutbound();
            } else if (channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput();
            }
        });
    }
}
