package dev.gantry.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// Stands before TLS until the first byte, and tells a client that speaks plain HTTP to it.
final class PlainHttpRefusal extends ChannelInboundHandlerAdapter {
    private static final String WORDS =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && Character.isUpperCase(bytes.getByte(bytes.readerIndex()))) {
            bytes.release();
            ctx.writeAndFlush(Unpooled.copiedBuffer(WORDS, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        ctx.fireChannelRead(message);
        ctx.pipeline().remove(this);
    }
}
