package dev.gantry.logging.files;

import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.file.LogFormat;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a log from file to file. One file is open at a time; the next one is looked up by the inode of this one, so rotations
/// that take place meanwhile do no harm.
final class FamilyReader implements LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(FamilyReader.class);
    private static final String BEGINNING = "0:0";

    private final LogFamily family;
    private final LogFormat format;
    private final LogQuery query;
    private final Runnable released;
    private @Nullable RecordScan scan;
    private long inode;
    private boolean over;
    private boolean closed;

    private FamilyReader(LogFamily family, LogFormat format, LogQuery query, Runnable released) {
        this.family = family;
        this.format = format;
        this.query = query;
        this.released = released;
    }

    static FamilyReader open(LogFamily family, LogFormat format, LogQuery query, Runnable released) throws IOException {
        FamilyReader reader = new FamilyReader(family, format, query, released);
        family.listing(reader::enterFirst);
        return reader;
    }

    private boolean enterFirst(List<LogPart> parts) throws IOException {
        String cursor = query.cursor();
        if (cursor != null) {
            resume(parts, cursor);
        } else if (!parts.isEmpty()) {
            TailStart start = query.tail() == LogQuery.ALL
                    ? new TailStart(0, 0)
                    : TailStart.find(parts, format, query.tail(), query.sinceNanos());
            begin(parts, Math.min(start.part(), parts.size() - 1), start);
        }
        return true;
    }

    private void begin(List<LogPart> parts, int first, TailStart start) throws IOException {
        int index = first;
        while (index < parts.size() - 1 && parts.get(index).isBefore(query.sinceNanos())) {
            index++;
        }
        enter(parts.get(index), index == start.part() ? start.position() : 0);
    }

    private void resume(List<LogPart> parts, String cursor) throws IOException {
        int colon = cursor.indexOf(':');
        long wanted = Long.parseLong(cursor, 0, colon, 10);
        long position = Long.parseLong(cursor, colon + 1, cursor.length(), 10);
        LogPart part = newest(parts, wanted);
        if (part != null) {
            enter(part, part.compressed() || part.size() >= position ? position : 0);
        } else if (!parts.isEmpty()) {
            enter(parts.getFirst(), 0);
        }
    }

    /// The file with this inode, or the newest that was compressed from such a one. A file that is open keeps its inode, so the
    /// number cannot mean another file meanwhile; it can once the file was compressed and deleted.
    private static @Nullable LogPart newest(List<LogPart> parts, long wanted) {
        for (LogPart part : parts.reversed()) {
            if (part.inode() == wanted) {
                return part;
            }
        }
        for (LogPart part : parts.reversed()) {
            if (part.header().inode() == wanted) {
                return part;
            }
        }
        return null;
    }

    private void enter(LogPart part, long position) throws IOException {
        RecordScan before = scan;
        scan = new RecordScan(PartBytes.open(part, position), format, position);
        inode = part.inode();
        if (before != null) {
            before.close();
        }
    }

    @Override
    public synchronized @Nullable LogEntry next() throws IOException {
        while (!over && !closed) {
            RecordScan now = scan;
            if (now != null && now.advance()) {
                LogEntry entry = wanted(now);
                if (entry != null) {
                    return entry;
                }
            } else if (!family.listing(this::enterNext)) {
                return null;
            }
        }
        return null;
    }

    private @Nullable LogEntry wanted(RecordScan now) {
        try {
            LogEntry entry = now.entry();
            if (query.isAfter(entry.timeNanos())) {
                over = true;
                return null;
            }
            return query.wants(entry.source(), entry.timeNanos()) ? entry : null;
        } catch (IOException e) {
            LOG.debug("left out a damaged record of {}: {}", family.current(), e.toString());
            return null;
        }
    }

    /// Goes to the file after this one, if there is one and nothing was added to this one in the last moment.
    ///
    /// @return whether to look again
    private boolean enterNext(List<LogPart> parts) throws IOException {
        RecordScan now = scan;
        if (now == null) {
            if (parts.isEmpty()) {
                return false;
            }
            enter(parts.getFirst(), 0);
            return true;
        }
        LogPart present = newest(parts, inode);
        int index = present == null ? -1 : parts.indexOf(present);
        if (index == parts.size() - 1) {
            return false;
        }
        if (now.advance()) {
            now.back();
        } else {
            enter(parts.get(index + 1), 0);
        }
        return true;
    }

    @Override
    public synchronized String cursor() {
        RecordScan now = scan;
        return now == null ? BEGINNING : inode + ":" + now.position();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (scan != null) {
                scan.close();
            }
        } catch (IOException e) {
            LOG.debug("closing a reader of {}", family.current(), e);
        } finally {
            released.run();
        }
    }
}
