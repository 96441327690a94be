package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the groups that hold containers may use of the time of real-time processes (version 1 of control groups; the kernel
/// gives a new group nothing).
///
/// @param period in microseconds; 0 leaves what the group has
/// @param runtime in microseconds of each period; 0 leaves what the group has
record RealtimeShare(long period, long runtime) {
    static final String PERIOD = "cpu.rt_period_us";
    private static final String RUNTIME = "cpu.rt_runtime_us";

    boolean isEmpty() {
        return period == 0 && runtime == 0;
    }

    /// Makes the missing groups on the way.
    ///
    /// @param mount of the controller
    /// @param group the lowest that gets the share; the root of the hierarchy is left alone
    /// @throws EngineException SYSTEM when the kernel refuses, as when parents have less
    void give(Path mount, Path group) {
        Path at = mount;
        try {
            for (Path name : group) {
                at = at.resolve(name.toString());
                Files.createDirectories(at);
                write(at.resolve(PERIOD), period);
                write(at.resolve(RUNTIME), runtime);
            }
        } catch (IOException e) {
            throw EngineException.system(
                    "unable to initialize CPU real-time controller: " + at + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, long value) throws IOException {
        if (value != 0) {
            Files.writeString(
                    file, Long.toString(value), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
