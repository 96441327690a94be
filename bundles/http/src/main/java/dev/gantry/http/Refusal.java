package dev.gantry.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request is not even looked at. Answered in plain text, and the connection is closed.
///
/// @param status status code and reason
/// @param detail what follows the status in the body
record Refusal(String status, String detail) {
    static final Refusal TIMEOUT = new Refusal("408 Request Timeout", "");
    static final Refusal TOO_MANY = new Refusal("503 Service Unavailable", ": too many connections");

    /// Clients of before 2015 send the path of the socket as their `Host`, first of all headers. They are let in, for one request.
    private static boolean isOldClient(HttpRequest request) {
        Map.Entry<String, String> first = request.headers().isEmpty()
                ? null
                : request.headers().iteratorAsString().next();
        return first != null
                && first.getKey().equalsIgnoreCase(HttpHeaderNames.HOST.toString())
                && first.getValue().startsWith("/");
    }

    /// @param unix whether the request came by a unix socket
    static @Nullable Refusal of(HttpRequest request, boolean unix) {
        if (unix && request.decoderResult().isSuccess() && isOldClient(request)) {
            request.headers().set(HttpHeaderNames.HOST, "").set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (request.decoderResult().isFailure()) {
            return switch (request.decoderResult().cause()) {
                case TooLongHttpLineException _ -> new Refusal("414 URI Too Long", "");
                case TooLongHttpHeaderException _ -> new Refusal("431 Request Header Fields Too Large", "");
                default -> new Refusal("400 Bad Request", "");
            };
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return new Refusal("505 HTTP Version Not Supported", ": unsupported protocol version");
        }
        return ofHeaders(request);
    }

    private static @Nullable Refusal ofHeaders(HttpRequest request) {
        var hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return new Refusal("400 Bad Request", ": missing required Host header");
        }
        if (hosts.size() > 1) {
            return new Refusal("400 Bad Request", ": too many Host headers");
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            return new Refusal("400 Bad Request", ": malformed Host header");
        }
        String expect = request.headers().get(HttpHeaderNames.EXPECT);
        if (expect != null && !expect.isEmpty() && !expect.equalsIgnoreCase("100-continue")) {
            return new Refusal("417 Expectation Failed", "");
        }
        return null;
    }

    /// What may stand in the part of an address that names the host, an IPv6 address and its zone among it.
    private static boolean isHost(String written) {
        return written.chars()
                .allMatch(c -> (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || "!$%&()*+,-.:;=[]'_~".indexOf(c) >= 0);
    }

    byte[] bytes() {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                        + status + detail)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
