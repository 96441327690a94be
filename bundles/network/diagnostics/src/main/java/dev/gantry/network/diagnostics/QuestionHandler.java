package dev.gantry.network.diagnostics;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Reads a question and writes the answer; the last of its pipeline. Docker's server says 200 to everything, and so does this one to
/// all that is HTTP: how it went is the answer's first line. It asks for a question only when the one before is answered.
final class QuestionHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Questions questions;

    QuestionHandler(Questions questions) {
        this.questions = questions;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            send(ctx, whole(HttpResponseStatus.BAD_REQUEST, "text/plain", "400 Bad Request\n"), false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        String path = address.path();
        List<String> json = address.parameters().get("json");
        // An answer may have to be written to disk.
        Thread.ofVirtual().name("diagnostics").start(() -> {
            FullHttpResponse response = response(questions.answer(path), json);
            try {
                ctx.executor().execute(() -> send(ctx, response, keepAlive));
            } catch (RejectedExecutionException e) {
                // The port has been closed meanwhile, and its connections with it.
                return;
            }
        });
    }

    /// @param json what the client has set `json` to, null for plain text
    private static FullHttpResponse response(Answer answer, @Nullable List<String> json) {
        return json == null
                ? whole(HttpResponseStatus.OK, "text/plain", answer.text())
                : whole(HttpResponseStatus.OK, "application/json", answer.json(json.contains("pretty")));
    }

    private static FullHttpResponse whole(HttpResponseStatus status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static void send(ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive) {
        if (keepAlive) {
            ctx.writeAndFlush(response)
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                    .addListener(_ -> ctx.read());
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
