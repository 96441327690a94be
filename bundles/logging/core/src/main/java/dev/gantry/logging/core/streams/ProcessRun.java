package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.logging.core.ContainerLog;
import dev.gantry.logging.core.OpenLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a process: its fifos, its pumps, its log.
final class ProcessRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRun.class);
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int FIFO_MODE = 0600;

    private final StdioFiles files;
    private final @Nullable ContainerLog log;
    private final List<OutputPump> pumps = new ArrayList<>();
    private @Nullable InputFifo input;

    private ProcessRun(StdioFiles files, @Nullable ContainerLog log) {
        this.files = files;
        this.log = log;
    }

    /// Opens log and fifos; leaves nothing behind when that fails.
    static ProcessRun begin(
            ProcessStreams streams, StdioFiles files, OpenLogs logs, @Nullable LogTarget target, boolean adopted)
            throws IOException {
        ContainerLog log = target == null ? null : logs.open(target);
        ProcessRun run = new ProcessRun(files, log);
        try {
            run.makeFifos(streams.kernel(), adopted);
            run.open(streams, target == null || log == null ? null : new WrittenLines(logs, target, log.lineLimit()));
            return run;
        } catch (IOException | RuntimeException e) {
            run.abandon();
            throw e;
        }
    }

    private void makeFifos(Kernel kernel, boolean adopted) throws IOException {
        files.makeDirectory();
        for (Path fifo : files.fifos()) {
            if (!adopted) {
                Files.deleteIfExists(fifo);
                Files.deleteIfExists(StdioFiles.pendingOf(fifo));
            }
            boolean ended = adopted && fifo.equals(files.paths().stdin());
            if (!ended && !Files.exists(fifo)) {
                kernel.nodes().makeFifo(fifo, FIFO_MODE);
            }
        }
    }

    private void open(ProcessStreams streams, @Nullable WrittenLines written) throws IOException {
        StdioPaths paths = files.paths();
        if (paths.stdin() != null && Files.exists(paths.stdin())) {
            input = new InputFifo(
                    streams.kernel().descriptors(), streams.kernel().loop(), paths.stdin());
        }
        pumps.add(pump(streams, LogSource.STDOUT, paths.stdout(), written));
        if (paths.stderr() != null) {
            pumps.add(pump(streams, LogSource.STDERR, paths.stderr(), written));
        }
    }

    private OutputPump pump(ProcessStreams streams, LogSource source, Path fifo, @Nullable WrittenLines written)
            throws IOException {
        PendingBytes pending = log == null ? PendingBytes.unmapped() : PendingBytes.map(StdioFiles.pendingOf(fifo));
        try {
            int skip = written == null ? 0 : written.count(source, pending);
            return new OutputPump(streams, source, fifo, log, pending, skip);
        } catch (IOException | RuntimeException e) {
            pending.close();
            throw e;
        }
    }

    /// Finds out how many of the lines that a killed daemon had in its hands were written by it.
    private record WrittenLines(OpenLogs logs, LogTarget target, int lineLimit) {
        int count(LogSource source, PendingBytes pending) {
            if (pending.length() == 0) {
                return 0;
            }
            byte[] bytes = new byte[PendingBytes.ROOM];
            pending.copyTo(bytes);
            LogBatch batch = new LogBatch();
            new LineSplitter(source, lineLimit, pending.longLine())
                    .split(bytes, pending.length(), pending.timeNanos(), batch);
            return batch.isEmpty() ? 0 : logs.countWritten(target, source, pending.timeNanos(), batch.size());
        }
    }

    void start() {
        schedule();
        pumps.forEach(OutputPump::start);
    }

    void schedule() {
        pumps.forEach(OutputPump::schedule);
    }

    StdioPaths paths() {
        return files.paths();
    }

    @Nullable InputFifo input() {
        return input;
    }

    /// Whether the process has an input that has ended already.
    boolean lacksInput() {
        return files.paths().stdin() != null && input == null;
    }

    /// Ends the process's input.
    ///
    /// @return false when there is none, or none any more
    boolean endInput() {
        boolean ended = input != null && input.close();
        if (ended) {
            files.deleteInput();
        }
        return ended;
    }

    /// Reads until the writers are gone, at most for the limit, and cleans up.
    boolean drain(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean whole = true;
        try {
            for (OutputPump pump : pumps) {
                pump.seekEnd(left(deadline));
            }
            for (OutputPump pump : pumps) {
                whole &= pump.awaitFinished(left(deadline));
            }
        } catch (IOException e) {
            LOG.warn("{}: the last output is lost: {}", files.paths().stdout(), e.toString());
            whole = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            whole = false;
        }
        close(OpenLogs.CLOSE_LIMIT);
        files.delete();
        return whole;
    }

    private static long left(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }

    /// Ends at once and cleans up.
    void abandon() {
        close(Duration.ZERO);
        files.delete();
    }

    /// Ends after a whole line and leaves fifos, open as they are, and pending bytes for a successor.
    void leave(ParkedEnds parked) {
        Path stdin = files.paths().stdin();
        if (input != null && stdin != null) {
            input.leave(descriptor -> parked.park(stdin, descriptor));
        }
        pumps.forEach(pump -> pump.leave(LEAVE_NANOS, parked));
        if (log != null) {
            log.leave(OpenLogs.CLOSE_LIMIT);
        }
    }

    private void close(Duration logLimit) {
        if (input != null) {
            input.close();
        }
        pumps.forEach(OutputPump::close);
        if (log != null) {
            log.close(logLimit);
        }
    }
}
