package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Peer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One request; its answer is an [Answer].
final class RequestExchange implements Exchange {
    private static final int HIJACK_DRAIN = 64 * 1024;

    private final HttpConnection connection;
    private final HttpRequest request;
    private final InboundBytes inbound;
    private final Answer answer;
    private final long contentLength;
    private final AtomicBoolean continueDue;
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean gone;
    private RequestTarget target = new RequestTarget(null, "/", "", null);
    private @Nullable Map<String, List<String>> query;
    private Map<String, String> params = Map.of();

    RequestExchange(HttpConnection connection, HttpRequest request) {
        this.connection = connection;
        this.request = request;
        this.contentLength = HttpUtil.isTransferEncodingChunked(request) ? -1 : HttpUtil.getContentLength(request, 0L);
        this.continueDue = new AtomicBoolean(contentLength != 0 && HttpUtil.is100ContinueExpected(request));
        this.inbound = new InboundBytes(this::demand, connection.limits().bodyStall());
        this.answer = new Answer(connection, this, request);
    }

    private void demand() {
        boolean first = continueDue.getAndSet(false);
        OnLoop.run(connection.channel(), () -> {
            if (first && !answer.isBegun()) {
                connection.sendContinue();
            }
            connection.demandBody(this);
        });
    }

    // What the connection and the dispatcher use.

    InboundBytes inbound() {
        return inbound;
    }

    Answer answer() {
        return answer;
    }

    /// Takes the request's target apart.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is malformed
    RequestTarget parseTarget() {
        target = RequestTarget.parse(request.uri());
        return target;
    }

    void routed(Map<String, String> pathParams, Runnable release) {
        params = pathParams;
        answer.whenLong(release);
    }

    /// Whether the rest of the request can be thrown away, or there is none, so that another can follow it.
    boolean canFollow() {
        return !continueDue.get() && (inbound.isEnded() || leftToDiscard() <= Limits.DISCARD);
    }

    /// How much of the body is still to come; nothing when that is not known.
    private long leftToDiscard() {
        return contentLength < 0 ? 0 : contentLength - inbound.received();
    }

    /// Event loop: the client has gone or at least sends no more.
    void clientGone() {
        List<Runnable> actions;
        synchronized (whenGone) {
            gone = true;
            actions = List.copyOf(whenGone);
            whenGone.clear();
        }
        actions.forEach(RequestExchange::startGone);
    }

    private static void startGone(Runnable action) {
        Thread.ofVirtual().name("http client gone").start(action);
    }

    /// The exchange is over: nobody is told any more.
    void forgetCallbacks() {
        synchronized (whenGone) {
            whenGone.clear();
        }
    }

    // The request.

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String path() {
        return target.path();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String versionInPath() {
        return target.version();
    }

    @Override
    public ApiVersion apiVersion() {
        String version = target.version();
        return version == null ? ApiVersion.NEWEST : ApiVersion.parse(version);
    }

    @Override
    public String pathParam(String name) {
        String value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parsed = query;
        if (parsed == null) {
            parsed = withForm(target.query());
            query = parsed;
        }
        return parsed;
    }

    private Map<String, List<String>> withForm(Map<String, List<String>> written) {
        if (!FormBody.is(method(), header("Content-Type"), contentLength)) {
            return written;
        }
        try {
            return FormBody.merged(this::peekBody, written);
        } catch (IOException e) {
            throw EngineException.invalidParameter("could not read the form: " + e.getMessage(), e);
        }
    }

    @Override
    public String query(String name) {
        List<String> values = parameters().get(name);
        return values == null ? "" : values.getFirst();
    }

    @Override
    public List<String> queryAll(String name) {
        return List.copyOf(parameters().getOrDefault(name, List.of()));
    }

    @Override
    public boolean hasQuery(String name) {
        return parameters().containsKey(name);
    }

    @Override
    public long queryLong(String name, long whenAbsent) {
        String text = query(name);
        if (text.isEmpty()) {
            return whenAbsent;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw EngineException.system("strconv.Atoi: parsing \"" + text + "\": invalid syntax", e);
        }
    }

    @Override
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public List<String> headerAll(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers()
                .forEach(header -> all.computeIfAbsent(
                                spelling.computeIfAbsent(header.getKey(), name -> name), _ -> new ArrayList<>(1))
                        .add(header.getValue()));
        return all;
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public InputStream body() {
        return inbound;
    }

    @Override
    public byte[] peekBody(int atMost) throws IOException {
        return contentLength == 0 ? new byte[0] : inbound.peek(atMost).clone();
    }

    @Override
    public <T> @Nullable T readJson(Class<T> type) throws IOException {
        String contentType = header(HttpHeaderNames.CONTENT_TYPE.toString());
        if (contentType == null && contentLength == 0) {
            return null;
        }
        JsonBody.check(contentType == null ? "" : contentType);
        if (contentLength == 0) {
            return null;
        }
        byte[] json = JsonBody.read(inbound, connection.limits().jsonBody());
        return connection.dispatcher().json().call(codec -> codec.read(json, type));
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void attribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    // The answer.

    @Override
    public void setHeader(String name, String value) {
        answer.headers().set(name, value);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return answer.headers().get(name);
    }

    @Override
    public void respondJson(int status, @Nullable Object value) throws IOException {
        byte[] json = connection.dispatcher().json().<byte[]>call(codec -> codec.write(value));
        answer.whole(status, "application/json", json, true);
    }

    @Override
    public void respondBytes(int status, String contentType, byte[] body) throws IOException {
        answer.whole(status, contentType, body, false);
    }

    @Override
    public void respondEmpty(int status) throws IOException {
        answer.whole(status, "", new byte[0], false);
    }

    @Override
    public OutputStream startStream(int status, String contentType) throws IOException {
        return answer.stream(status, contentType);
    }

    @Override
    public Hijacked hijack(String contentType) throws IOException {
        drainForHijack();
        boolean asked = request.headers().contains(HttpHeaderNames.UPGRADE);
        return answer.hijack(asked ? "tcp" : null, contentType);
    }

    @Override
    public Hijacked upgrade(String protocol) throws IOException {
        drainForHijack();
        return answer.hijack(protocol, "");
    }

    private void drainForHijack() throws IOException {
        byte[] rest = inbound.readNBytes(HIJACK_DRAIN);
        if (rest.length == HIJACK_DRAIN) {
            throw EngineException.invalidParameter("request body too large for a connection upgrade");
        }
    }

    @Override
    public boolean isCommitted() {
        return answer.isBegun();
    }

    @Override
    public void onClientGone(Runnable action) {
        synchronized (whenGone) {
            if (!gone) {
                whenGone.add(action);
                return;
            }
        }
        startGone(action);
    }

    @Override
    public boolean isClientGone() {
        synchronized (whenGone) {
            return gone;
        }
    }
}
