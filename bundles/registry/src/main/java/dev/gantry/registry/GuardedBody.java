package dev.gantry.registry;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The body of an answer. It can be cut from another thread, and tells why it ended early: `unexpected EOF` when the connection
/// broke.
final class GuardedBody extends FilterInputStream {
    private static final long IDLE = Long.MIN_VALUE;

    private final Consumer<GuardedBody> onClose;
    private long missing;
    private volatile long readingSince = IDLE;
    private volatile @Nullable String cut;

    /// @param length of the body; below zero when it is not known
    GuardedBody(InputStream body, long length, Consumer<GuardedBody> onClose) {
        super(body);
        this.missing = length;
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        readingSince = System.nanoTime();
        try {
            int count = in.read(buffer, from, length);
            String reason = cut;
            if (reason != null) {
                throw new InterruptedIOException(reason);
            }
            if (count < 0 && missing > 0) {
                throw new EOFException("unexpected EOF");
            }
            missing -= count > 0 ? count : 0;
            return count;
        } catch (IOException e) {
            throw explained(e);
        } finally {
            readingSince = IDLE;
        }
    }

    private IOException explained(IOException failure) {
        String reason = cut;
        IOException explained;
        if (reason != null) {
            explained = new InterruptedIOException(reason);
        } else if (Thread.currentThread().isInterrupted()) {
            explained = new InterruptedIOException("context canceled");
        } else {
            explained = new EOFException("unexpected EOF");
        }
        explained.initCause(failure);
        return explained;
    }

    boolean isStalled(Duration limit) {
        long since = readingSince;
        return since != IDLE && System.nanoTime() - since > limit.toNanos();
    }

    /// Ends the body; a read under way fails with `reason`.
    void cut(String reason) {
        cut = reason;
        try {
            close();
        } catch (IOException e) {
            // It is to end, and it has.
        }
    }

    @Override
    public void close() throws IOException {
        onClose.accept(this);
        super.close();
    }
}
