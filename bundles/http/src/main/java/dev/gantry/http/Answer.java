package dev.gantry.http;

import dev.gantry.api.http.Hijacked;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The answer to one request: whole, streamed, or a hijack. Begun once, by the handler's thread; the two flags that end it belong to
/// the event loop.
final class Answer {
    private final HttpConnection connection;
    private final RequestExchange exchange;
    private final Channel channel;
    private final boolean head;
    private final boolean oldProtocol;
    private final HttpHeaders headers = new DefaultHttpHeaders();
    private volatile boolean begun;
    private volatile boolean keepAlive;
    private volatile boolean lasting;
    private boolean hijacked;
    private @Nullable OutboundStream stream;
    private Runnable whenLong = () -> {};
    private boolean written;
    private boolean returned;

    Answer(HttpConnection connection, RequestExchange exchange, HttpRequest request) {
        this.connection = connection;
        this.exchange = exchange;
        this.channel = connection.channel();
        this.head = request.method().equals(HttpMethod.HEAD);
        this.oldProtocol = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    HttpHeaders headers() {
        return headers;
    }

    boolean isBegun() {
        return begun;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /// Whether it goes on for long: a stream, or no longer HTTP.
    boolean isLasting() {
        return lasting;
    }

    private void lasts() {
        lasting = true;
        whenLong.run();
        OnLoop.run(channel, connection::lasting);
    }

    /// @param release runs when the exchange is over or goes on for long; must be safe to call twice
    void whenLong(Runnable release) {
        whenLong = release;
    }

    void whole(int status, String contentType, byte[] body, boolean lineEnd) {
        begin();
        boolean bodyless = status < 200 || status == 204 || status == 304;
        int length = body.length + (lineEnd ? 1 : 0);
        ByteBuf content = Unpooled.EMPTY_BUFFER;
        if (!bodyless && !head && length > 0) {
            content = channel.alloc().directBuffer(length).writeBytes(body);
            if (lineEnd) {
                content.writeByte('\n');
            }
        }
        if (!bodyless) {
            headers.set("Content-Length", length);
        }
        label(bodyless ? "" : contentType);
        send(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content, headers, EmptyHttpHeaders.INSTANCE));
    }

    private void begin() {
        if (begun) {
            throw new IllegalStateException("the request is answered already");
        }
        begun = true;
    }

    private void label(String contentType) {
        if (contentType.isEmpty()) {
            headers.remove("Content-Type");
        } else {
            headers.set("Content-Type", contentType);
        }
        headers.set("Date", HttpDate.now());
        if (keepAlive && (!exchange.canFollow() || connection.isLastAnswer())) {
            keepAlive = false;
        }
        if ("close".equalsIgnoreCase(headers.get("Connection"))) {
            keepAlive = false;
        }
        if (!keepAlive) {
            headers.set("Connection", HttpHeaderValues.CLOSE);
        } else if (oldProtocol) {
            headers.set("Connection", HttpHeaderValues.KEEP_ALIVE);
        }
    }

    /// Writes what ends the answer.
    private void send(Object message) {
        OnLoop.run(channel, () -> {
            var sent = channel.writeAndFlush(message);
            if (sent.isDone()) {
                writtenNow();
            } else {
                sent.addListener(_ -> writtenNow());
                connection.watchAnswer(exchange);
            }
        });
    }

    private void writtenNow() {
        written = true;
        overWhenBoth();
    }

    OutputStream stream(int status, String contentType) {
        begin();
        if (oldProtocol) {
            keepAlive = false;
        } else {
            headers.set("Transfer-Encoding", HttpHeaderValues.CHUNKED);
        }
        label(contentType);
        channel.writeAndFlush(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers));
        lasts();
        if (head) {
            send(LastHttpContent.EMPTY_LAST_CONTENT);
            return OutputStream.nullOutputStream();
        }
        OutboundStream opened = new OutboundStream(
                channel,
                connection.gate(),
                connection.limits().streamStall(),
                DefaultHttpContent::new,
                () -> send(LastHttpContent.EMPTY_LAST_CONTENT));
        stream = opened;
        return opened;
    }

    /// @param protocol what the client is upgraded to; null for a bare hijack
    Hijacked hijack(@Nullable String protocol, String contentType) throws IOException {
        begin();
        byte[] bytes = hijackHead(protocol, contentType);
        CompletableFuture<RawConnection> done = new CompletableFuture<>();
        boolean running = OnLoop.run(channel, () -> {
            if (channel.isActive()) {
                done.complete(connection.hijack(bytes));
            } else {
                done.completeExceptionally(new ClientGone("the client has gone"));
            }
        });
        if (!running) {
            throw new ClientGone("the server has stopped");
        }
        try {
            RawConnection raw = done.get();
            hijacked = true;
            lasts();
            return raw;
        } catch (ExecutionException e) {
            throw new ClientGone("the client has gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while taking the connection over");
        }
    }

    private byte[] hijackHead(@Nullable String protocol, String contentType) {
        StringBuilder text = new StringBuilder();
        if (protocol == null) {
            text.append("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n");
        } else {
            text.append(protocol.equals("tcp") ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 101 Switching Protocols\r\n");
            if (!contentType.isEmpty()) {
                text.append("Content-Type: ").append(contentType).append("\r\n");
            }
            text.append("Connection: Upgrade\r\nUpgrade: ").append(protocol).append("\r\n");
            headers.forEach(header -> text.append(header.getKey())
                    .append(": ")
                    .append(header.getValue())
                    .append("\r\n"));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The handler has returned without a failure.
    void complete() {
        if (!begun) {
            whole(200, "", new byte[0], false);
        } else if (stream != null) {
            stream.close();
        }
    }

    /// The answer cannot be brought to its end: cuts the connection, so that nobody takes it for whole.
    void abort() {
        if (!hijacked) {
            keepAlive = false;
            channel.close();
        }
    }

    /// The handler's thread is done with the exchange.
    void handlerReturned() {
        whenLong.run();
        OnLoop.run(channel, () -> {
            returned = true;
            connection.requestEnds();
            if (hijacked || !channel.isActive()) {
                exchange.inbound().discard();
                exchange.forgetCallbacks();
            } else {
                overWhenBoth();
            }
        });
    }

    private void overWhenBoth() {
        if (isOver()) {
            exchange.forgetCallbacks();
            connection.exchangeOver(exchange);
        }
    }

    /// Event loop: whether the answer is written and the handler has returned.
    boolean isOver() {
        return written && returned;
    }
}
