package dev.gantry.stats;

import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.types.BlkioEntry;
import dev.gantry.api.types.BlkioStats;
import dev.gantry.api.types.CpuStats;
import dev.gantry.api.types.CpuUsage;
import dev.gantry.api.types.EmptyObject;
import dev.gantry.api.types.MemoryStats;
import dev.gantry.api.types.NetworkStats;
import dev.gantry.api.types.PidsStats;
import dev.gantry.api.types.StatsResponse;
import dev.gantry.api.types.ThrottlingData;
import dev.gantry.api.types.Timestamps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of everything, and its form in the API.
///
/// @param container whose
/// @param metrics from its control group
/// @param host processor time of the machine at that moment
/// @param memory of the machine
/// @param networks null when it has no interfaces of its own
record Sample(
        RunningContainer container,
        TaskMetrics metrics,
        HostFigures.Cpu host,
        long memory,
        @Nullable Map<String, NetworkStats> networks) {
    /// What a container that does not run has.
    static StatsResponse nothing(RunningContainer container) {
        return new StatsResponse(
                "/" + container.name(),
                container.id(),
                Timestamps.ZERO,
                Timestamps.ZERO,
                PidsStats.EMPTY,
                BlkioStats.EMPTY,
                0,
                new EmptyObject(),
                CpuStats.EMPTY,
                CpuStats.EMPTY,
                MemoryStats.EMPTY,
                null);
    }

    /// @param before the sample before this one; null for none
    StatsResponse response(@Nullable Sample before) {
        return new StatsResponse(
                "/" + container.name(),
                container.id(),
                Timestamps.format(metrics.at()),
                before == null ? Timestamps.ZERO : Timestamps.format(before.metrics.at()),
                new PidsStats(metrics.pids().current(), metrics.pids().limit()),
                blockIo(),
                0,
                new EmptyObject(),
                cpu(),
                before == null ? CpuStats.EMPTY : before.cpu(),
                memoryStats(),
                networks);
    }

    private CpuStats cpu() {
        TaskMetrics.Cpu cpu = metrics.cpu();
        List<Long> each = cpu.perCpu().isEmpty() ? null : cpu.perCpu();
        return new CpuStats(
                new CpuUsage(cpu.total(), each, cpu.kernel(), cpu.user()),
                host.nanos(),
                host.processors(),
                new ThrottlingData(cpu.periods(), cpu.throttledPeriods(), cpu.throttledTime()));
    }

    private MemoryStats memoryStats() {
        TaskMetrics.Memory used = metrics.memory();
        long limit = Long.compareUnsigned(used.limit(), memory) > 0 ? memory : used.limit();
        return new MemoryStats(used.usage(), used.maxUsage(), used.detail(), used.failures(), limit);
    }

    private BlkioStats blockIo() {
        TaskMetrics.BlockIo io = metrics.blockIo();
        return new BlkioStats(
                list(io.serviceBytes()),
                list(io.serviced()),
                list(io.queued()),
                list(io.serviceTime()),
                list(io.waitTime()),
                list(io.merged()),
                list(io.time()),
                list(io.sectors()));
    }

    /// Version 1 shows empty lists, version 2 null.
    private @Nullable List<BlkioEntry> list(List<TaskMetrics.BlockIo.Entry> entries) {
        if (entries.isEmpty() && metrics.cgroupVersion() == 2) {
            return null;
        }
        return entries.stream()
                .map(e -> new BlkioEntry(e.major(), e.minor(), e.op(), e.value()))
                .toList();
    }
}
