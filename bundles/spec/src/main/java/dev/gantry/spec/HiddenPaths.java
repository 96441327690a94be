package dev.gantry.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Paths of `/proc` and `/sys` that containers may not see or write.
final class HiddenPaths {
    static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");

    private HiddenPaths() {}

    /// Those of every machine, and the thermal throttle counters of each processor that has some.
    static List<String> masked(int processors) {
        List<String> result = new ArrayList<>(MASKED);
        for (int i = 0; i < processors; i++) {
            String path = "/sys/devices/system/cpu/cpu" + i + "/thermal_throttle";
            if (Files.exists(Path.of(path))) {
                result.add(path);
            }
        }
        return result;
    }
}
