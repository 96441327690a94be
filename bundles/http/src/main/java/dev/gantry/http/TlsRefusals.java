package dev.gantry.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands behind TLS. Tells a client that speaks plain HTTP to it, and ends connections whose handshake fails.
final class TlsRefusals extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsRefusals.class);
    private static final String PLAIN =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("TLS handshake error from {}: {}", ctx.channel().remoteAddress(), cause.getMessage());
        boolean plain = cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException;
        ChannelHandlerContext ssl = ctx.pipeline().context(SslHandler.class);
        if (plain && ssl != null) {
            ssl.writeAndFlush(Unpooled.copiedBuffer(PLAIN, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }
}
