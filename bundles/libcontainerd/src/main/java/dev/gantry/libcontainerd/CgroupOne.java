package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.runtime.TaskMetrics.BlockIo;
import dev.gantry.proto.containerd.cgroups.v1.BlkIOEntry;
import dev.gantry.proto.containerd.cgroups.v1.BlkIOStat;
import dev.gantry.proto.containerd.cgroups.v1.CPUStat;
import dev.gantry.proto.containerd.cgroups.v1.MemoryStat;
import dev.gantry.proto.containerd.cgroups.v1.Metrics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Readings under cgroup version 1.
final class CgroupOne {
    private CgroupOne() {}

    static TaskMetrics read(Instant at, Metrics metrics) {
        return new TaskMetrics(
                at,
                1,
                cpu(metrics.getCpu()),
                memory(metrics.getMemory()),
                new TaskMetrics.Pids(
                        metrics.getPids().getCurrent(), metrics.getPids().getLimit()),
                blockIo(metrics.getBlkio()));
    }

    private static TaskMetrics.Cpu cpu(CPUStat cpu) {
        return new TaskMetrics.Cpu(
                cpu.getUsage().getTotal(),
                cpu.getUsage().getKernel(),
                cpu.getUsage().getUser(),
                cpu.getUsage().getPerCpuList(),
                cpu.getThrottling().getPeriods(),
                cpu.getThrottling().getThrottledPeriods(),
                cpu.getThrottling().getThrottledTime());
    }

    private static TaskMetrics.Memory memory(MemoryStat memory) {
        return new TaskMetrics.Memory(
                memory.getUsage().getUsage(),
                memory.getUsage().getMax(),
                memory.getUsage().getLimit(),
                memory.getUsage().getFailcnt(),
                detail(memory));
    }

    private static Map<String, Long> detail(MemoryStat memory) {
        Map<String, Long> detail = new HashMap<>();
        detail.put("cache", memory.getCache());
        detail.put("rss", memory.getRss());
        detail.put("rss_huge", memory.getRssHuge());
        detail.put("mapped_file", memory.getMappedFile());
        detail.put("dirty", memory.getDirty());
        detail.put("writeback", memory.getWriteback());
        detail.put("pgpgin", memory.getPgPgIn());
        detail.put("pgpgout", memory.getPgPgOut());
        detail.put("pgfault", memory.getPgFault());
        detail.put("pgmajfault", memory.getPgMajFault());
        detail.put("inactive_anon", memory.getInactiveAnon());
        detail.put("active_anon", memory.getActiveAnon());
        detail.put("inactive_file", memory.getInactiveFile());
        detail.put("active_file", memory.getActiveFile());
        detail.put("unevictable", memory.getUnevictable());
        detail.put("hierarchical_memory_limit", memory.getHierarchicalMemoryLimit());
        detail.put("hierarchical_memsw_limit", memory.getHierarchicalSwapLimit());
        detail.put("total_cache", memory.getTotalCache());
        detail.put("total_rss", memory.getTotalRss());
        detail.put("total_rss_huge", memory.getTotalRssHuge());
        detail.put("total_mapped_file", memory.getTotalMappedFile());
        detail.put("total_dirty", memory.getTotalDirty());
        detail.put("total_writeback", memory.getTotalWriteback());
        detail.put("total_pgpgin", memory.getTotalPgPgIn());
        detail.put("total_pgpgout", memory.getTotalPgPgOut());
        detail.put("total_pgfault", memory.getTotalPgFault());
        detail.put("total_pgmajfault", memory.getTotalPgMajFault());
        detail.put("total_inactive_anon", memory.getTotalInactiveAnon());
        detail.put("total_active_anon", memory.getTotalActiveAnon());
        detail.put("total_inactive_file", memory.getTotalInactiveFile());
        detail.put("total_active_file", memory.getTotalActiveFile());
        detail.put("total_unevictable", memory.getTotalUnevictable());
        return detail;
    }

    private static BlockIo blockIo(BlkIOStat io) {
        return new BlockIo(
                entries(io.getIoServiceBytesRecursiveList()),
                entries(io.getIoServicedRecursiveList()),
                entries(io.getIoQueuedRecursiveList()),
                entries(io.getIoServiceTimeRecursiveList()),
                entries(io.getIoWaitTimeRecursiveList()),
                entries(io.getIoMergedRecursiveList()),
                entries(io.getIoTimeRecursiveList()),
                entries(io.getSectorsRecursiveList()));
    }

    private static List<BlockIo.Entry> entries(List<BlkIOEntry> entries) {
        return entries.stream()
                .map(e -> new BlockIo.Entry(e.getMajor(), e.getMinor(), e.getOp(), e.getValue()))
                .toList();
    }
}
