package dev.gantry.logging.core;

import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A driver's reader that outlives the driver: the successor goes on from its cursor.
final class DriverReader implements TrackedLogDrivers.DriverUser, AutoCloseable {
    private final TrackedLogDrivers drivers;
    private final String name;
    private final LogInfo info;
    private final LogQuery query;
    private @Nullable LogReader reader;
    private @Nullable LogDriver owner;
    private @Nullable String cursor;
    private boolean closed;

    private DriverReader(TrackedLogDrivers drivers, String name, LogInfo info, LogQuery query) {
        this.drivers = drivers;
        this.name = name;
        this.info = info;
        this.query = query;
    }

    static DriverReader open(TrackedLogDrivers drivers, String name, LogInfo info, LogQuery query) throws IOException {
        DriverReader opened = new DriverReader(drivers, name, info, query);
        drivers.add(opened);
        try {
            opened.reopen();
            return opened;
        } catch (IOException | RuntimeException e) {
            drivers.remove(opened);
            throw e;
        }
    }

    @Override
    public String driverName() {
        return name;
    }

    /// The next entry, or null when there is none now.
    @Nullable LogEntry next() throws IOException {
        while (true) {
            synchronized (this) {
                if (closed) {
                    return null;
                }
                if (reader != null) {
                    return reader.next();
                }
            }
            reopen();
        }
    }

    private void reopen() throws IOException {
        try (Lease<LogDriver> lease = drivers.acquire(name)) {
            synchronized (this) {
                if (reader == null && !closed) {
                    reader = lease.service().read(info, cursor == null ? query : query.withCursor(cursor));
                    owner = lease.service();
                }
            }
        }
    }

    /// Where a reader of the same log goes on; null for the beginning of what the query asks for.
    synchronized @Nullable String cursor() {
        return reader != null ? reader.cursor() : cursor;
    }

    @Override
    public void arrived(LogDriver driver) {
        // The reader goes on with its own provider until that leaves.
    }

    @Override
    public synchronized void left(LogDriver driver) {
        if (owner == driver && reader != null) {
            cursor = reader.cursor();
            closeReader();
        }
    }

    private void closeReader() {
        LogReader gone = reader;
        reader = null;
        owner = null;
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void close() {
        drivers.remove(this);
        synchronized (this) {
            closed = true;
            closeReader();
        }
    }
}
