package dev.gantry.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// An exchange that passes everything on to another one; for a middleware that changes some of it. Extend this rather than implement
/// [Exchange]: then a method that is added later needs no new version of the middleware.
@ConsumerType
public abstract class ForwardingExchange implements Exchange {
    private final Exchange next;

    /// @param next takes what is not overridden
    protected ForwardingExchange(Exchange next) {
        this.next = Objects.requireNonNull(next, "next");
    }

    /// The exchange that this one stands before.
    protected final Exchange next() {
        return next;
    }

    @Override
    public String method() {
        return next.method();
    }

    @Override
    public String path() {
        return next.path();
    }

    @Override
    public String target() {
        return next.target();
    }

    @Override
    public @Nullable String versionInPath() {
        return next.versionInPath();
    }

    @Override
    public ApiVersion apiVersion() {
        return next.apiVersion();
    }

    @Override
    public String pathParam(String name) {
        return next.pathParam(name);
    }

    @Override
    public String query(String name) {
        return next.query(name);
    }

    @Override
    public List<String> queryAll(String name) {
        return next.queryAll(name);
    }

    @Override
    public boolean hasQuery(String name) {
        return next.hasQuery(name);
    }

    @Override
    public boolean queryBoolean(String name) {
        return next.queryBoolean(name);
    }

    @Override
    public boolean queryBoolean(String name, boolean whenAbsent) {
        return next.queryBoolean(name, whenAbsent);
    }

    @Override
    public long queryLong(String name, long whenAbsent) {
        return next.queryLong(name, whenAbsent);
    }

    @Override
    public @Nullable String header(String name) {
        return next.header(name);
    }

    @Override
    public List<String> headerAll(String name) {
        return next.headerAll(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return next.headers();
    }

    @Override
    public long contentLength() {
        return next.contentLength();
    }

    @Override
    public InputStream body() {
        return next.body();
    }

    @Override
    public byte[] peekBody(int atMost) throws IOException {
        return next.peekBody(atMost);
    }

    @Override
    public <T> @Nullable T readJson(Class<T> type) throws IOException {
        return next.readJson(type);
    }

    @Override
    public Peer peer() {
        return next.peer();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return next.attribute(name);
    }

    @Override
    public void attribute(String name, @Nullable Object value) {
        next.attribute(name, value);
    }

    @Override
    public void setHeader(String name, String value) {
        next.setHeader(name, value);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return next.responseHeader(name);
    }

    @Override
    public void respondJson(int status, @Nullable Object value) throws IOException {
        next.respondJson(status, value);
    }

    @Override
    public void respondBytes(int status, String contentType, byte[] body) throws IOException {
        next.respondBytes(status, contentType, body);
    }

    @Override
    public void respondEmpty(int status) throws IOException {
        next.respondEmpty(status);
    }

    @Override
    public OutputStream startStream(int status, String contentType) throws IOException {
        return next.startStream(status, contentType);
    }

    @Override
    public Hijacked hijack(String contentType) throws IOException {
        return next.hijack(contentType);
    }

    @Override
    public Hijacked upgrade(String protocol) throws IOException {
        return next.upgrade(protocol);
    }

    @Override
    public boolean isCommitted() {
        return next.isCommitted();
    }

    @Override
    public void onClientGone(Runnable action) {
        next.onClientGone(action);
    }

    @Override
    public boolean isClientGone() {
        return next.isClientGone();
    }
}
