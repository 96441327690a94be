package dev.gantry.api.logging;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client's attachment that outlives the bundles behind it: goes on with the successor, at the byte where it was, both ways.
///
/// It moves as soon as a provider has left, whatever the client is doing, because the successor holds the process's output back until then.
/// What the predecessor had for the client is read first.
public final class LastingAttachment implements Attachment {
    /// A client that has read nothing of so many predecessors is dropped: each may have left it a full queue.
    private static final int LONGEST = 8;

    private final Function<Rest, Attachment> successor;
    private Link last;
    private boolean inputEnded;
    private boolean closed;
    private volatile Link reading;
    private final ReentrantLock writer = new ReentrantLock();
    private Link writing;

    /// One provider's attachment.
    ///
    /// @param place counts them
    /// @param next the one after it; null when the whole attachment ends with this one
    private record Link(Attachment attachment, int place, CompletableFuture<@Nullable Link> next) {}

    /// @param first already attached
    /// @param successor [resumes][ContainerStreams#resume] it, and waits for who can
    public LastingAttachment(Attachment first, Function<Rest, Attachment> successor) {
        this.successor = successor;
        last = new Link(first, 0, new CompletableFuture<>());
        reading = last;
        writing = last;
        watch(last);
    }

    private void watch(Link link) {
        Thread.ofVirtual().name("attach-lasts").start(() -> {
            try {
                link.attachment.end();
                move(link);
            } catch (InterruptedException | RuntimeException e) {
                // Nobody can go on with it; the client sees its end.
                link.next.complete(null);
            }
        });
    }

    private void move(Link from) {
        Rest rest = from.attachment.rest();
        if (rest == null) {
            from.next.complete(null);
            return;
        }
        // Also when the client is gone meanwhile: the output waits for it.
        Attachment attachment = successor.apply(rest);
        Link to = new Link(attachment, from.place + 1, new CompletableFuture<>());
        boolean endsInput;
        boolean ends;
        synchronized (this) {
            last = to;
            endsInput = inputEnded;
            ends = closed || to.place - reading.place > LONGEST;
        }
        watch(to);
        from.next.complete(to);
        Thread.ofVirtual().name("attach-writes-on").start(this::followWithInput);
        // The process's input ends also when the client has gone since it ended it.
        if (endsInput && (rest.begun() || !ends)) {
            attachment.endInput();
        }
        if (ends) {
            close();
        }
    }

    /// A client that types nothing for a long time would else keep every attachment since, and the bundles behind them.
    private void followWithInput() {
        try {
            write(new byte[0], 0, 0);
        } catch (IOException e) {
            // The client's next write says so.
        }
    }

    @Override
    public @Nullable Chunk read() throws InterruptedException {
        while (true) {
            Chunk chunk = reading.attachment.read();
            if (chunk != null) {
                return chunk;
            }
            Link next = await(reading);
            if (next == null || isClosed()) {
                return null;
            }
            reading = next;
        }
    }

    private static @Nullable Link await(Link link) throws InterruptedException {
        try {
            return link.next.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws IOException {
        try {
            writer.lockInterruptibly();
            try {
                return writeOn(bytes, offset, length);
            } finally {
                writer.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to the standard input", e);
        }
    }

    private boolean writeOn(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        if (writing.attachment.write(bytes, offset, length)) {
            return true;
        }
        for (Link next = await(writing); next != null; next = await(writing)) {
            byte[] left = writing.attachment.unwritten();
            writing = next;
            if (next.attachment.write(left, 0, left.length)) {
                return true;
            }
        }
        return false;
    }

    /// Empty: what one provider has left was written to the next.
    @Override
    public byte[] unwritten() {
        return new byte[0];
    }

    @Override
    public void endInput() {
        try {
            // What a predecessor has not written comes before the end.
            if (!write(new byte[0], 0, 0)) {
                return;
            }
        } catch (IOException e) {
            return;
        }
        Attachment present;
        synchronized (this) {
            inputEnded = true;
            present = last.attachment;
        }
        present.endInput();
    }

    @Override
    public End end() throws InterruptedException {
        Link link = reading;
        while (true) {
            End how = link.attachment.end();
            Link next = await(link);
            if (next == null) {
                return how == End.PROVIDER_LEFT ? End.CLOSED : how;
            }
            link = next;
        }
    }

    /// Null: it does not end with a provider.
    @Override
    public @Nullable Rest rest() {
        return null;
    }

    @Override
    public void close() {
        Attachment present;
        synchronized (this) {
            closed = true;
            present = last.attachment;
        }
        present.close();
    }
}
