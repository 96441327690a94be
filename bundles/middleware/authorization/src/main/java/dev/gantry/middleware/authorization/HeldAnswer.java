package dev.gantry.middleware.authorization;

import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.ForwardingExchange;
import dev.gantry.api.http.Hijacked;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An exchange whose answer is held back until the plugins have seen it. Streams, connections that leave HTTP and large
/// answers are not held: plugins hear of them when they are over.
final class HeldAnswer extends ForwardingExchange {
    /// An answer larger than this goes out at once.
    static final int HELD = 64 * 1024;

    private final ServiceSlot<JsonCodec> json;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status;
    private String contentType = "";
    private byte @Nullable [] body;
    private boolean sent;

    HeldAnswer(Exchange next, ServiceSlot<JsonCodec> json) {
        super(next);
        this.json = json;
    }

    @Override
    public void setHeader(String name, String value) {
        headers.put(name, value);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return headers.containsKey(name) ? headers.get(name) : super.responseHeader(name);
    }

    @Override
    public void respondJson(int with, @Nullable Object value) throws IOException {
        byte[] text = json.<byte[]>call(codec -> codec.write(value));
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        respondBytes(with, "application/json", line);
    }

    @Override
    public void respondBytes(int with, String type, byte[] bytes) throws IOException {
        begin(with);
        contentType = type;
        body = bytes;
        if (bytes.length > HELD) {
            send();
        }
    }

    @Override
    public void respondEmpty(int with) {
        begin(with);
    }

    @Override
    public OutputStream startStream(int with, String type) throws IOException {
        begin(with);
        pass();
        return super.startStream(with, type);
    }

    @Override
    public Hijacked hijack(String type) throws IOException {
        begin(101);
        pass();
        return super.hijack(type);
    }

    @Override
    public Hijacked upgrade(String protocol) throws IOException {
        begin(101);
        pass();
        return super.upgrade(protocol);
    }

    private void begin(int with) {
        if (status != 0) {
            throw new IllegalStateException("the request is answered already");
        }
        status = with;
    }

    private void pass() {
        sent = true;
        headers.forEach(super::setHeader);
    }

    @Override
    public boolean isCommitted() {
        return status != 0;
    }

    /// Lets the answer go. For an answer that has gone already, and before a failure is told, it does no more than
    /// hand the headers on.
    void send() throws IOException {
        if (sent) {
            return;
        }
        pass();
        if (body != null) {
            super.respondBytes(status, contentType, body);
        } else if (status != 0) {
            super.respondEmpty(status);
        }
    }

    /// The handler has failed: what it has set so far goes with the failure.
    void giveUp() {
        if (!sent) {
            pass();
        }
    }

    /// What plugins are to see of the answer.
    Question shownIn(Question question) {
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(Questions.spelt(name), value));
        if (!contentType.isEmpty()) {
            shown.put("Content-Type", contentType);
        }
        boolean held = !sent && body != null && Questions.isShown(path(), contentType);
        return question.answered(status == 0 ? 200 : status, held ? body : null, shown);
    }
}
