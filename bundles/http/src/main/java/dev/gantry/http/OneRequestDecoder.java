package dev.gantry.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Decodes one request and then rests until told to go on. What follows a request stays undecoded: the next request of a
/// pipelining client, or the first raw bytes of one that expects its connection to be hijacked.
final class OneRequestDecoder extends HttpRequestDecoder {
    private boolean resting;
    private boolean midway;

    OneRequestDecoder(Limits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLine())
                .setMaxHeaderSize(limits.headers())
                .setMaxChunkSize(64 * 1024));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (resting) {
            return;
        }
        midway |= in.isReadable();
        super.decode(ctx, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
            resting = true;
            midway = false;
        }
    }

    /// Event loop: whether a request has begun to come in that has not been told of, or only its head.
    boolean isMidway() {
        return midway;
    }

    /// Event loop: decodes the next request if it is here already.
    void resume(ChannelHandlerContext first) {
        resting = false;
        first.fireChannelRead(Unpooled.EMPTY_BUFFER);
    }
}
