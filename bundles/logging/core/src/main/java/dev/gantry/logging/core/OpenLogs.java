package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The logs of all running containers.
@Component(service = OpenLogs.class)
public final class OpenLogs {
    static final String NONE = "none";
    /// The driver that keeps the copy of what an unreadable driver gets.
    static final String COPY_DRIVER = "local";

    private static final Logger LOG = LoggerFactory.getLogger(OpenLogs.class);

    private final TrackedLogDrivers drivers;
    private final ConcurrentHashMap<String, ContainerLog> open = new ConcurrentHashMap<>();

    /// @param drivers to open logs with
    @Activate
    public OpenLogs(@Reference TrackedLogDrivers drivers) {
        this.drivers = drivers;
    }

    /// Opens a container's log for writing; null for `none`.
    ///
    /// @throws EngineException SYSTEM, `failed to initialize logging driver: …`
    public @Nullable ContainerLog open(LogTarget target) {
        if (target.driver().equals(NONE)) {
            return null;
        }
        try {
            return opened(target);
        } catch (EngineException | IOException e) {
            throw new EngineException(ErrorKind.SYSTEM, "failed to initialize logging driver: " + e.getMessage(), e);
        }
    }

    private ContainerLog opened(LogTarget target) throws IOException {
        GenericOptions generic = GenericOptions.parse(target.options());
        LogInfo info = LogInfos.of(target);
        String id = target.container().id();
        LineSink sink = DriverSink.open(drivers, target.driver(), info);
        boolean readable;
        int limit;
        try (Lease<LogDriver> lease = drivers.acquire(target.driver())) {
            readable = lease.service().isReadable();
            limit = lease.service().lineLimit();
        }
        if (!readable && generic.cached() && drivers.isPresent(COPY_DRIVER)) {
            sink = new TwinSink(sink, copy(target, generic));
        }
        if (!generic.blocking()) {
            sink = new RingSink(sink, generic.maxBufferSize(), id);
        }
        ContainerLog log = new ContainerLog(id, sink, limit, () -> open.remove(id));
        synchronized (open) {
            open.put(id, log);
            open.notifyAll();
        }
        return log;
    }

    private LineSink copy(LogTarget target, GenericOptions generic) throws IOException {
        LineSink copy = DriverSink.open(drivers, COPY_DRIVER, LogInfos.copyOf(target));
        return generic.blocking()
                ? copy
                : new RingSink(copy, generic.maxBufferSize(), target.container().id());
    }

    /// The log of a running container, or null.
    public @Nullable ContainerLog find(String containerId) {
        return open.get(containerId);
    }

    /// As [#find], waiting for a log that is about to be opened.
    @Nullable ContainerLog await(String containerId, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (open) {
            ContainerLog log = open.get(containerId);
            try {
                for (long left = limit.toMillis();
                        log == null && left > 0;
                        left = (end - System.nanoTime()) / 1_000_000) {
                    open.wait(left);
                    log = open.get(containerId);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return log;
        }
    }

    /// A reader of what the driver, or the copy, has.
    ///
    /// @throws EngineException NOT_IMPLEMENTED when neither can be read
    DriverReader reader(LogTarget target, LogQuery query) throws IOException {
        if (!target.driver().equals(NONE)) {
            boolean readable;
            try (Lease<LogDriver> lease = drivers.acquire(target.driver())) {
                readable = lease.service().isReadable();
            }
            if (readable) {
                return DriverReader.open(drivers, target.driver(), LogInfos.forReading(target), query);
            }
            if (GenericOptions.parse(target.options()).cached() && drivers.isPresent(COPY_DRIVER)) {
                return DriverReader.open(drivers, COPY_DRIVER, LogInfos.copyOf(target), query);
            }
        }
        throw EngineException.notImplemented("configured logging driver does not support reading");
    }

    /// How many lines with exactly this source and time are in the log already: a daemon that was killed had written them.
    ///
    /// @param atMost no more than these were on their way
    public int countWritten(LogTarget target, LogSource source, long timeNanos, int atMost) {
        int count = 0;
        LogQuery query = LogQuery.EVERYTHING.withTail(atMost * 4 + 64).withSince(timeNanos);
        try (DriverReader reader = reader(target, query)) {
            for (LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.source() == source && entry.timeNanos() == timeNanos) {
                    count++;
                }
            }
        } catch (IOException | EngineException e) {
            LOG.debug(
                    "container {}: the end of its log is not known",
                    target.container().id(),
                    e);
        }
        return Math.min(count, atMost);
    }

    /// How long the last lines of a log may take at its close.
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
}
