package dev.gantry.example.crifile;

import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the file from a position on; the cursor is that position.
final class CriFileReader implements LogReader {
    private static final int ROOM = 64 * 1024;

    private final Path path;
    private final LogQuery query;
    private @Nullable RandomAccessFile file;
    private byte[] buffer = new byte[ROOM];
    private int from;
    private int to;
    private long position;
    private boolean over;

    private CriFileReader(Path path, LogQuery query, long position) {
        this.path = path;
        this.query = query;
        this.position = position;
    }

    static CriFileReader open(Path path, LogQuery query) throws IOException {
        String cursor = query.cursor();
        if (cursor != null) {
            return new CriFileReader(path, query, Long.parseLong(cursor));
        }
        return new CriFileReader(path, query, query.tail() == LogQuery.ALL ? 0 : tailStart(path, query.tail()));
    }

    /// Counts the lines, then leaves out all but the last ones.
    private static long tailStart(Path path, int tail) throws IOException {
        try (CriFileReader count = new CriFileReader(path, LogQuery.EVERYTHING, 0);
                CriFileReader skip = new CriFileReader(path, LogQuery.EVERYTHING, 0)) {
            long lines = 0;
            while (count.line() != null) {
                lines++;
            }
            for (long i = tail; i < lines; i++) {
                skip.line();
            }
            return skip.position;
        }
    }

    @Override
    public synchronized @Nullable LogEntry next() throws IOException {
        for (byte[] line = over ? null : line(); line != null; line = line()) {
            LogEntry entry = parse(line);
            if (entry == null) {
                continue;
            }
            if (query.isAfter(entry.timeNanos())) {
                over = true;
                return null;
            }
            if (query.wants(entry.source(), entry.timeNanos())) {
                return entry;
            }
        }
        return null;
    }

    /// The next whole line, or null when there is none now.
    private byte @Nullable [] line() throws IOException {
        int scanned = from;
        while (true) {
            for (; scanned < to; scanned++) {
                if (buffer[scanned] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, from, scanned);
                    position += line.length + 1;
                    from = scanned + 1;
                    return line;
                }
            }
            scanned -= from;
            if (!fill()) {
                return null;
            }
        }
    }

    private boolean fill() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            if (!Files.exists(path)) {
                return false;
            }
            open = new RandomAccessFile(path.toFile(), "r");
            file = open;
        }
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, to * 2);
        }
        open.seek(position + to);
        int n = open.read(buffer, to, buffer.length - to);
        to += Math.max(n, 0);
        return n > 0;
    }

    /// Null for a line that is not ours.
    private static @Nullable LogEntry parse(byte[] line) {
        int time = space(line, 0);
        int source = space(line, time + 1);
        int tags = space(line, source + 1);
        if (time < 0 || source < 0 || tags < 0) {
            return null;
        }
        try {
            Instant at = Instant.parse(new String(line, 0, time, StandardCharsets.US_ASCII));
            long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
            LogSource from = LogSource.of(Arrays.copyOfRange(line, time + 1, source));
            Partial partial = line[source + 1] == 'P' ? Partial.CONTINUED : null;
            return new LogEntry(from, nanos, Arrays.copyOfRange(line, tags + 1, line.length), partial);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int space(byte[] line, int from) {
        for (int i = from; i < line.length && from >= 0; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public synchronized String cursor() {
        return Long.toString(position);
    }

    @Override
    public synchronized void close() {
        over = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            over = true;
        }
    }
}
