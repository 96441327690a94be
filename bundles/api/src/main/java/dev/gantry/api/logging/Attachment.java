package dev.gantry.api.logging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// A client's hold on a process's streams.
///
/// Output is kept for a slow client in a bounded queue (1 MiB); when that is full the process's output waits for the client, as in
/// Docker. A client that takes nothing for five minutes meanwhile is dropped, so that it cannot block the process for ever.
///
/// It ends when its provider leaves. [LastingAttachment] goes on with the successor.
@ProviderType
public interface Attachment extends AutoCloseable {
    /// How an attachment came to its end.
    enum End {
        /// The process is over and its last byte was given.
        OUTPUT_ENDED,
        /// The client typed the detach keys.
        DETACHED,
        /// The client ended its standard input, and with it the attachment (a process whose input stays open).
        STDIN_ENDED,
        /// The client went away or did not read.
        CLOSED,
        /// The bundle behind [ContainerStreams] leaves; its successor [resumes][ContainerStreams#resume] the [#rest].
        PROVIDER_LEFT
    }

    /// Output as it came.
    ///
    /// @param source which stream; always standard output with a terminal
    /// @param bytes shared with other attachments: only to be read
    record Chunk(LogSource source, byte[] bytes) {}

    /// An attachment that its provider had to leave.
    ///
    /// @param process whose streams
    /// @param client what the client is attached to
    /// @param mark tells the client from others, so that the successor knows for whom it holds the output back
    /// @param begun whether the process was running
    record Rest(StreamRequest process, AttachRequest client, String mark, boolean begun) {}

    /// The next output, waiting for it; null at the end. One thread at a time.
    @Nullable Chunk read() throws InterruptedException;

    /// Writes to the process's standard input and blocks while the process does not take it. Looks for the detach keys, which the
    /// process does not get. Does nothing when it is not attached to the input or the process has none. One thread at a time.
    ///
    /// @return whether the attachment goes on; false once detached or ended, then nothing is written but what is missing in
    ///     [#unwritten]
    boolean write(byte[] bytes, int offset, int length) throws IOException;

    /// What [#write] was given and the process has not got because the provider has left. Gone once taken; for the writing thread.
    byte[] unwritten();

    /// The client has ended its input. Ends the process's standard input with `stdinOnce` and no terminal, else ends
    /// this attachment, as Docker does. Does nothing when it is not attached to the input.
    void endInput();

    /// How it ended; waits for that. What is queued can still be read.
    End end() throws InterruptedException;

    /// What the successor resumes, once this has ended with [End#PROVIDER_LEFT]; null otherwise.
    @Nullable Rest rest();

    /// Carries bytes both ways until the end, `input` on a virtual thread of its own. Closes neither stream; closes this when the client
    /// is gone.
    ///
    /// @param input what the client sends, or null when it sends nothing
    /// @param output what the client gets
    /// @param multiplexed whether chunks are written as [frames][StreamFrame]
    default End transfer(@Nullable InputStream input, OutputStream output, boolean multiplexed) {
        return new Transfer(this, output, multiplexed).run(input);
    }

    /// The client is gone. Any thread, safe to call twice.
    @Override
    void close();
}
