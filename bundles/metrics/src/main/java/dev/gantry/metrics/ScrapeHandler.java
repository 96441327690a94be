package dev.gantry.metrics;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `GET /metrics`; the last of its pipeline. Figures are collected on a virtual thread, for they may have to be read from
/// files.
final class ScrapeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeHandler.class);

    private final Listening listening;

    ScrapeHandler(Listening listening) {
        this.listening = listening;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpMethod method = request.method();
        String path = request.uri().split("\\?", 2)[0];
        if (!request.decoderResult().isSuccess()) {
            send(ctx, plain(HttpResponseStatus.BAD_REQUEST, "400 Bad Request\n"), false);
        } else if (!path.equals("/metrics")) {
            send(ctx, plain(HttpResponseStatus.NOT_FOUND, "404 page not found\n"), keepAlive);
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            send(ctx, plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "405 method not allowed\n"), keepAlive);
        } else {
            String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
            boolean open = accept.contains("application/openmetrics-text");
            Thread.ofVirtual().name("metrics scrape").start(() -> scrape(ctx, open, keepAlive));
        }
    }

    private void scrape(ChannelHandlerContext ctx, boolean openMetrics, boolean keepAlive) {
        FullHttpResponse answer;
        try {
            if (listening.isAnswering()) {
                byte[] text = listening.figures().text(openMetrics);
                answer = whole(HttpResponseStatus.OK, Figures.contentType(openMetrics), text);
            } else {
                answer = plain(HttpResponseStatus.SERVICE_UNAVAILABLE, "503 not ready\n");
            }
        } catch (RuntimeException e) {
            LOG.error("collecting figures", e);
            answer = plain(HttpResponseStatus.INTERNAL_SERVER_ERROR, "500 figures cannot be collected\n");
        }
        send(ctx, answer, keepAlive);
    }

    private static FullHttpResponse plain(HttpResponseStatus status, String text) {
        return whole(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static FullHttpResponse whole(HttpResponseStatus status, String type, byte[] body) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer;
    }

    private static void send(ChannelHandlerContext ctx, FullHttpResponse answer, boolean keepAlive) {
        if (keepAlive) {
            ctx.writeAndFlush(answer);
        } else {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
