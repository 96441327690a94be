package dev.gantry.testkit.http;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Peer;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request that is handed to a router, and the answer that it gave. Not for use by several threads, but for [#leave].
///
/// `FakeExchange answer = new FakeExchange("GET", "/v1.43/containers/json?all=1").sendTo(router);`
public final class FakeExchange implements Exchange {
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^{}]+))?}");

    private final String method;
    private final String target;
    private final String path;
    private final @Nullable String version;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> responseHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final List<Runnable> whenGone = new ArrayList<>();
    private Map<String, String> params = Map.of();
    private Peer peer = new Peer("@", "/run/test.sock", 1, 0, 0, List.of());
    private InputStream body = InputStream.nullInputStream();
    private long length;
    private @Nullable JsonCodec codec;
    private @Nullable Object value;
    private volatile int status;
    private boolean gone;
    private boolean closed;

    /// @param method such as `GET`
    /// @param target path and query, escaped, with or without a version
    public FakeExchange(String method, String target) {
        this.method = method;
        this.target = target;
        int question = target.indexOf('?');
        String full = decode(question < 0 ? target : target.substring(0, question));
        Matcher versioned = VERSIONED.matcher(full);
        this.version = versioned.matches() ? versioned.group(1) : null;
        this.path = versioned.matches() ? versioned.group(2) : full;
        for (String pair :
                question < 0 ? new String[0] : target.substring(question + 1).split("&")) {
            int equals = pair.indexOf('=');
            query.computeIfAbsent(decode(equals < 0 ? pair : pair.substring(0, equals)), _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// With a header.
    public FakeExchange header(String name, String text) {
        headers.put(name, text);
        return this;
    }

    /// With a body.
    public FakeExchange body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body = new ByteArrayInputStream(bytes);
        length = bytes.length;
        return this;
    }

    /// With a body that comes in chunks.
    public FakeExchange body(InputStream stream) {
        body = stream;
        length = -1;
        return this;
    }

    /// From somebody else than a local process.
    public FakeExchange peer(Peer who) {
        peer = who;
        return this;
    }

    /// With a codec for JSON bodies and answers; without one `respondJson` only keeps its value.
    public FakeExchange codec(JsonCodec with) {
        codec = with;
        return this;
    }

    /// Sends the request to the route that fits it, the one with the most literal text first.
    ///
    /// @throws AssertionError when none does
    public FakeExchange sendTo(Router router) throws Exception {
        Route best = null;
        for (Route route : router.routes()) {
            Map<String, String> found = route.method().equals(method) ? match(route.template()) : null;
            if (found != null && (best == null || literals(route) > literals(best))) {
                best = route;
                params = found;
            }
        }
        if (best == null) {
            throw new AssertionError("no route for " + method + " " + path);
        }
        best.handler().handle(this);
        return this;
    }

    private static int literals(Route route) {
        return VARIABLE.matcher(route.template()).replaceAll("").length();
    }

    private @Nullable Map<String, String> match(String template) {
        List<String> names = new ArrayList<>();
        String regex = VARIABLE.matcher("\\Q" + template + "\\E").replaceAll(variable -> {
            names.add(variable.group(1));
            String pattern = variable.group(2) == null ? "[^/]+" : variable.group(2);
            return Matcher.quoteReplacement("\\E(" + pattern + ")\\Q");
        });
        Matcher matcher = Pattern.compile(regex).matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return values;
    }

    /// The client goes away. Any thread.
    public void leave() {
        List<Runnable> actions;
        synchronized (whenGone) {
            gone = true;
            actions = List.copyOf(whenGone);
        }
        actions.forEach(Runnable::run);
    }

    // What was answered.

    /// The answer's status; 0 when there was no answer, 101 after a hijack.
    public int status() {
        return status;
    }

    /// What `respondJson` was given.
    public @Nullable Object value() {
        return value;
    }

    /// The answer's body, or what was written after a hijack.
    public byte[] answer() {
        return answer.toByteArray();
    }

    /// The same as text.
    public String text() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    /// The answer's headers so far, by name.
    public Map<String, String> responseHeaders() {
        return responseHeaders;
    }

    /// Whether the hijacked connection was closed.
    public boolean isClosed() {
        return closed;
    }

    // The exchange.

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public @Nullable String versionInPath() {
        return version;
    }

    @Override
    public ApiVersion apiVersion() {
        return version == null ? ApiVersion.NEWEST : ApiVersion.parse(version);
    }

    @Override
    public String pathParam(String name) {
        String found = params.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name);
        }
        return found;
    }

    @Override
    public String query(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    @Override
    public List<String> queryAll(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Override
    public boolean hasQuery(String name) {
        return query.containsKey(name);
    }

    @Override
    public long queryLong(String name, long whenAbsent) {
        return query(name).isEmpty() ? whenAbsent : Long.parseLong(query(name));
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public List<String> headerAll(String name) {
        String found = headers.get(name);
        return found == null ? List.of() : List.of(found);
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.forEach((name, text) -> all.put(name, List.of(text)));
        return all;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public byte[] peekBody(int atMost) throws IOException {
        byte[] head = body.readNBytes(atMost);
        body = new SequenceInputStream(new ByteArrayInputStream(head), body);
        return head.clone();
    }

    @Override
    public <T> @Nullable T readJson(Class<T> type) throws IOException {
        if (length == 0) {
            return null;
        }
        JsonCodec with = codec;
        if (with == null) {
            throw new IllegalStateException("this test needs a codec");
        }
        return with.read(body.readAllBytes(), type);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void attribute(String name, @Nullable Object with) {
        if (with == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, with);
        }
    }

    @Override
    public void setHeader(String name, String text) {
        responseHeaders.put(name, text);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return responseHeaders.get(name);
    }

    private void begin(int with, String contentType) {
        if (status != 0) {
            throw new IllegalStateException("answered already");
        }
        status = with;
        if (!contentType.isEmpty()) {
            responseHeaders.put("Content-Type", contentType);
        }
    }

    @Override
    public void respondJson(int with, @Nullable Object json) throws IOException {
        begin(with, "application/json");
        value = json;
        if (codec != null) {
            answer.write(codec.write(json));
            answer.write('\n');
        }
    }

    @Override
    public void respondBytes(int with, String contentType, byte[] bytes) throws IOException {
        begin(with, contentType);
        answer.write(bytes);
    }

    @Override
    public void respondEmpty(int with) {
        begin(with, "");
    }

    @Override
    public OutputStream startStream(int with, String contentType) {
        begin(with, contentType);
        return answer;
    }

    @Override
    public Hijacked hijack(String contentType) {
        begin(101, contentType);
        return new FakeConnection();
    }

    @Override
    public Hijacked upgrade(String protocol) {
        begin(101, "");
        responseHeaders.put("Upgrade", protocol);
        return new FakeConnection();
    }

    @Override
    public boolean isCommitted() {
        return status != 0;
    }

    @Override
    public void onClientGone(Runnable action) {
        synchronized (whenGone) {
            whenGone.add(action);
            if (!gone) {
                return;
            }
        }
        action.run();
    }

    @Override
    public boolean isClientGone() {
        synchronized (whenGone) {
            return gone;
        }
    }

    /// Reads what is left of the body, writes to the answer.
    private final class FakeConnection implements Hijacked {
        @Override
        public InputStream input() {
            return body;
        }

        @Override
        public OutputStream output() {
            return answer;
        }

        @Override
        public void closeOutput() {}

        @Override
        public void onClose(Runnable action) {
            onClientGone(action);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
