package dev.gantry.api.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/// A claimed exec and its client. Needs no lease: it survives the update of the provider's bundle.
@ProviderType
public interface ExecSession extends AutoCloseable {
    /// Whether the process has a terminal: its output is raw then, and in frames of standard output and error otherwise.
    boolean tty();

    /// Starts the process and carries bytes both ways until its output has ended or the detach keys come. A failure to start
    /// is written to `toClient` as text. The process goes on when the client is gone.
    ///
    /// @param fromClient read only when standard input is attached; its end closes the process' standard input
    /// @throws IOException when the client is gone
    void run(InputStream fromClient, OutputStream toClient) throws IOException;

    /// Gives the exec back when it was not run: somebody else may start it. Does nothing after [#run] has begun.
    @Override
    void close();
}
