package dev.gantry.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/// A connection that has left HTTP: raw bytes both ways, each direction ended by itself. It belongs to the server, not to the
/// router that asked for it, and survives the router's update. Every method may be called from any thread; each
/// stream is for one thread at a time.
@ProviderType
public interface Hijacked extends AutoCloseable {
    /// What the client sends, beginning with what it sent along with its request. Ends when the client closes its writing
    /// side; fails when the connection is cut.
    InputStream input();

    /// What the client gets. Each write is sent at once and blocks while the client does not take it. Closing it is
    /// [#closeOutput].
    OutputStream output();

    /// Ends the writing direction; the client sees the end of the output and may go on sending. Safe to call twice.
    void closeOutput() throws IOException;

    /// Runs `action` once, on a virtual thread, when the connection is closed by either side; at once when it is already.
    /// A client that only ends its writing side does not count.
    void onClose(Runnable action);

    /// Whether the connection still stands.
    boolean isOpen();

    /// Sends what was written, then closes both directions. Safe to call twice.
    @Override
    void close();
}
