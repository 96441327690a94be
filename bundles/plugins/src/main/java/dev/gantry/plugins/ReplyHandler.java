package dev.gantry.plugins;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.EOFException;
import java.util.concurrent.CompletableFuture;

/// Takes the one answer of a connection; the last of its pipeline.
final class ReplyHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<Transport.Reply> reply;

    ReplyHandler(CompletableFuture<Transport.Reply> reply) {
        this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse answer) {
        if (answer.decoderResult().isFailure()) {
            reply.completeExceptionally(answer.decoderResult().cause());
        } else {
            reply.complete(new Transport.Reply(answer.status().code(), Transport.bytes(answer.content())));
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reply.completeExceptionally(new EOFException("EOF"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        reply.completeExceptionally(cause);
        ctx.close();
    }
}
