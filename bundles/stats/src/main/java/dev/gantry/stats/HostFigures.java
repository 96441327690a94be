package dev.gantry.stats;

import dev.gantry.api.types.NetworkStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Figures that the kernel tells in `/proc`.
final class HostFigures {
    private static final int TIMES = 7;
    private static final int COLUMNS = 16;

    private final Path proc;
    private final long tickNanos;

    /// @param proc where `/proc` is
    /// @param ticks clock ticks in a second
    HostFigures(Path proc, int ticks) {
        this.proc = proc;
        this.tickNanos = 1_000_000_000L / ticks;
    }

    /// Processor time of the whole machine, idle time included, in nanoseconds.
    ///
    /// @param nanos the time
    /// @param processors how many are on
    record Cpu(long nanos, int processors) {}

    Cpu cpu() throws IOException {
        long sum = 0;
        int processors = 0;
        for (String line : Files.readAllLines(proc.resolve("stat"))) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.strip().split("\\s+");
                for (int i = 1; i <= TIMES; i++) {
                    sum += Long.parseLong(fields[i]);
                }
            } else if (line.startsWith("cpu")) {
                processors++;
            }
        }
        return new Cpu(sum * tickNanos, processors);
    }

    long memory() throws IOException {
        for (String line : Files.readAllLines(proc.resolve("meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    /// The interfaces that a process sees, without loopback.
    Map<String, NetworkStats> interfaces(int pid) throws IOException {
        Map<String, NetworkStats> interfaces = new TreeMap<>();
        List<String> lines = Files.readAllLines(proc.resolve(pid + "/net/dev"));
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            String[] f = line.substring(colon + 1).strip().split("\\s+");
            if (!name.isEmpty() && !name.equals("lo") && f.length >= COLUMNS) {
                interfaces.put(
                        name,
                        new NetworkStats(
                                n(f, 0), n(f, 1), n(f, 2), n(f, 3), n(f, 8), n(f, 9), n(f, 10), n(f, 11), "", ""));
            }
        }
        return interfaces;
    }

    private static long n(String[] fields, int index) {
        return Long.parseLong(fields[index]);
    }
}
