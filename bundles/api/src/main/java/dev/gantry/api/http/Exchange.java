package dev.gantry.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// One request and its answer. See the package description for threads, bodies, failures and cancellation.
@ProviderType
public interface Exchange {
    // The request.

    /// `GET`, `POST` …
    String method();

    /// The decoded path without the version prefix: `/containers/json`.
    String path();

    /// The request target as it was sent: `/v1.43/containers/json?all=1`.
    String target();

    /// What stands between `/v` and the next slash, or null when the path has no version. May be any run of digits and dots.
    @Nullable String versionInPath();

    /// The version that this request is answered in: the one in the path, else the newest.
    ApiVersion apiVersion();

    /// What a `{name}` of the route's template stands for, decoded.
    ///
    /// @throws IllegalArgumentException when the template has no such name
    String pathParam(String name);

    /// The first value of a query parameter, decoded; empty when there is none. A form in the body of a POST, PUT or PATCH
    /// (`application/x-www-form-urlencoded`, at most 64 KiB of UTF-8) counts as query, before that of the address. A body with
    /// control characters other than tab and line ends is no form, whatever it is called.
    String query(String name);

    /// All values of a query parameter in their order; empty when there is none.
    List<String> queryAll(String name);

    /// Whether a query parameter is there at all, be it empty.
    boolean hasQuery(String name);

    /// Docker's reading of a flag: absent, empty, `0`, `no`, `false` and `none` in any case are false, all else is true.
    default boolean queryBoolean(String name) {
        return switch (query(name).trim().toLowerCase(java.util.Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    /// As [#queryBoolean(String)], with a value for a parameter that is absent.
    default boolean queryBoolean(String name, boolean whenAbsent) {
        return hasQuery(name) ? queryBoolean(name) : whenAbsent;
    }

    /// A whole number, or `whenAbsent` when the parameter is absent or empty.
    ///
    /// @throws dev.gantry.api.error.EngineException SYSTEM, as Docker has it, when it is no number
    long queryLong(String name, long whenAbsent);

    /// The first value of a header, or null. Names match whatever their case.
    @Nullable String header(String name);

    /// All values of a header in their order.
    List<String> headerAll(String name);

    /// All headers, in the order in which they came.
    Map<String, List<String>> headers();

    /// The declared length of the body, 0 when there is none, -1 when it comes in chunks.
    long contentLength();

    /// The body, as it arrives. Reading it makes the server ask a client that waits for `100 Continue` to go on. What the handler
    /// leaves unread is discarded by the server, which closes the connection when that is much.
    InputStream body();

    /// The first bytes of the body without taking them: who reads the body later gets them again. Waits until there are that
    /// many or the body has ended. Before the body is read only; makes a client that waits for `100 Continue` go on.
    ///
    /// @param atMost how many bytes; they are held in memory
    /// @return less than that when the body is shorter, empty when there is none
    byte[] peekBody(int atMost) throws IOException;

    /// The body as JSON; null when it is empty.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER for a body that is not labelled `application/json`, is not
    ///     well-formed, has the wrong shape, or is larger than the server's limit for JSON (16 MiB)
    /// @throws IOException when the client has gone
    <T> @Nullable T readJson(Class<T> type) throws IOException;

    /// Who sent it.
    Peer peer();

    /// What a middleware left for those after it, or null.
    @Nullable Object attribute(String name);

    /// Leaves something for the handlers after this one; null removes it.
    void attribute(String name, @Nullable Object value);

    // The answer.

    /// Sets a header of the answer, replacing earlier values. Before the answer only.
    void setHeader(String name, String value);

    /// A header of the answer as set so far, or null.
    @Nullable String responseHeader(String name);

    /// Answers with `value` as JSON and a line end.
    void respondJson(int status, @Nullable Object value) throws IOException;

    /// Answers with these bytes. They are not copied: leave them alone afterwards; sharing them between answers is fine.
    void respondBytes(int status, String contentType, byte[] body) throws IOException;

    /// Answers without a body.
    void respondEmpty(int status) throws IOException;

    /// Sends status and headers at once and gives the stream of the body, in chunks. Each write is sent at once and blocks while
    /// the client does not take it; it is for one thread at a time. The end of the handler closes it.
    OutputStream startStream(int status, String contentType) throws IOException;

    /// Leaves HTTP: answers `101 UPGRADED` with `Upgrade: tcp` when the client asked for an upgrade, and a bare `200 OK` else. The
    /// `101` carries `contentType` and the headers set so far; the `200` always has Docker's raw-stream type.
    /// The end of the handler does **not** close the connection; whoever holds the result does.
    Hijacked hijack(String contentType) throws IOException;

    /// Leaves HTTP for another protocol (`websocket`, `h2c`): answers `101` with `Upgrade: protocol` and the headers set so far.
    /// Otherwise as [#hijack].
    Hijacked upgrade(String protocol) throws IOException;

    /// Whether the answer has begun, so that a failure can no longer be told by status.
    boolean isCommitted();

    /// Runs `action` once, on a virtual thread, when the client has gone before the exchange is over; at once when it has
    /// already. Any thread.
    void onClientGone(Runnable action);

    /// Whether the client has gone. Any thread.
    boolean isClientGone();
}
