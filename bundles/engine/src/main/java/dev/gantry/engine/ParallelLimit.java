package dev.gantry.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many containers a daemon that starts deals with at a time: so many for each processor, but not so many that it would run out of
/// file descriptors over them.
final class ParallelLimit {
    private static final Logger LOG = LoggerFactory.getLogger(ParallelLimit.class);
    private static final int PER_PROCESSOR = 128;
    private static final int FILES_EACH = 2;
    private static final String OPEN_FILES = "Max open files";

    private final Semaphore turns;

    ParallelLimit(int limit) {
        turns = new Semaphore(limit);
    }

    /// @param openFiles how many the process may have open
    static int of(int containers, int processors, long openFiles) {
        int usual = PER_PROCESSOR * processors;
        if (openFiles > (long) FILES_EACH * containers || openFiles > (long) FILES_EACH * usual) {
            return usual;
        }
        int fewer = (int) Math.max(1, openFiles / FILES_EACH);
        LOG.warn(
                "only {} containers are loaded at a time instead of {}: the process may have no more than {} files open",
                fewer,
                usual,
                openFiles);
        return fewer;
    }

    /// The soft limit.
    ///
    /// @param limits such as `/proc/self/limits`
    static long openFiles(Path limits) {
        try {
            for (String line : Files.readAllLines(limits)) {
                if (line.startsWith(OPEN_FILES)) {
                    String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+")[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("cannot read {}", limits, e);
        }
        return Long.MAX_VALUE;
    }

    /// Runs a part when its turn has come.
    void run(Runnable part) {
        turns.acquireUninterruptibly();
        try {
            part.run();
        } finally {
            turns.release();
        }
    }
}
