package dev.gantry.api.http;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/// Starts and stops the API server. Used by the daemon's start and stop sequence; not for routes. Safe from any thread.
@ProviderType
public interface ApiServer {
    /// Makes the server listen on exactly these addresses: those it listens on already stay as they are, new ones are opened
    /// through the listener of their scheme (waiting up to 10 s for one to arrive), others are closed. All or nothing: on a failure
    /// what this call opened is closed again. Clients may connect from now on; they are answered after [#serve].
    ///
    /// @param hosts `unix:///var/run/docker.sock`, `tcp://127.0.0.1:2375`, `fd://` …
    /// @return the addresses it now listens on, one for each socket
    /// @throws dev.gantry.api.error.EngineException in words for the operator
    List<String> bind(List<String> hosts);

    /// Begins to accept connections, and goes on so for addresses bound later. Safe to call twice.
    void serve();

    /// The first half of the end: refuses new connections, removes the socket files and closes idle connections. Requests under
    /// way, streams and hijacked connections go on: what is stopped next has its last words on them. Returns at once; safe to call
    /// twice.
    void refuse();

    /// The second half, which begins with the first if that has not been: requests under way and streams get at most `grace`; then
    /// they are cut, and hijacked connections with them, which are not waited for. Bounded and safe to call twice.
    ///
    /// @return whether everything ended by itself
    boolean stop(Duration grace);

    /// Whether a client would be answered now: connections are accepted, no event loop is stuck, and requests find threads.
    ///
    /// @param limit how long to wait for that to show; then the answer is no
    boolean isAnswering(Duration limit) throws InterruptedException;

    /// An address that clients cannot connect to any more, though nobody closed it on purpose, is the end of the daemon.
    ///
    /// @param end is told what has happened to which address. One at a time: the last that was given
    void onFailure(Consumer<String> end);

    /// What the server is doing now.
    Status status();

    /// A moment's numbers.
    ///
    /// @param listening the addresses
    /// @param serving whether connections are accepted
    /// @param connections open connections, hijacked ones included
    /// @param requests requests being handled
    record Status(List<String> listening, boolean serving, int connections, int requests) {
        /// Copies the list.
        public Status {
            listening = List.copyOf(listening);
        }
    }
}
