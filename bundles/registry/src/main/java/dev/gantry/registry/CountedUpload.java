package dev.gantry.registry;

import dev.gantry.api.registry.BlobSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.LongConsumer;

/// The body of an upload, which tells how far it is.
final class CountedUpload {
    private final BlobSource source;
    private final long size;
    private final long from;
    private final LongConsumer sent;
    private volatile long lastMove = System.nanoTime();
    private volatile boolean finished;

    /// @param size of the whole
    /// @param from what comes before is there already
    CountedUpload(BlobSource source, long size, long from, LongConsumer sent) {
        this.source = source;
        this.size = size;
        this.from = from;
        this.sent = sent;
    }

    HttpRequest.BodyPublisher publisher() {
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.ofInputStream(this::open);
        return size > from
                ? HttpRequest.BodyPublishers.fromPublisher(chunked, size - from)
                : HttpRequest.BodyPublishers.noBody();
    }

    private InputStream open() {
        try {
            InputStream whole = source.open();
            whole.skipNBytes(from);
            return new Counting(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Once all is sent, the registry gets ten times as long to think about it.
    boolean isStalled(Duration limit) {
        long still = System.nanoTime() - lastMove;
        return still > (finished ? limit.multipliedBy(10) : limit).toNanos();
    }

    private final class Counting extends FilterInputStream {
        private long count = from;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = in.read(buffer, from, length);
            lastMove = System.nanoTime();
            if (read < 0) {
                finished = true;
            } else {
                count += read;
                finished = count >= size;
                sent.accept(count);
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
