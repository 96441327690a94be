package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.runtime.TaskMetrics.BlockIo;
import dev.gantry.proto.containerd.cgroups.v2.CPUStat;
import dev.gantry.proto.containerd.cgroups.v2.IOEntry;
import dev.gantry.proto.containerd.cgroups.v2.IOStat;
import dev.gantry.proto.containerd.cgroups.v2.MemoryStat;
import dev.gantry.proto.containerd.cgroups.v2.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Readings under cgroup version 2.
final class CgroupTwo {
    private static final long NANOS_PER_MICRO = 1000;

    private CgroupTwo() {}

    static TaskMetrics read(Instant at, Metrics metrics) {
        return new TaskMetrics(
                at,
                2,
                cpu(metrics.getCpu()),
                memory(metrics),
                new TaskMetrics.Pids(
                        metrics.getPids().getCurrent(), metrics.getPids().getLimit()),
                blockIo(metrics.getIo()));
    }

    private static TaskMetrics.Cpu cpu(CPUStat cpu) {
        return new TaskMetrics.Cpu(
                cpu.getUsageUsec() * NANOS_PER_MICRO,
                cpu.getSystemUsec() * NANOS_PER_MICRO,
                cpu.getUserUsec() * NANOS_PER_MICRO,
                List.of(),
                cpu.getNrPeriods(),
                cpu.getNrThrottled(),
                cpu.getThrottledUsec() * NANOS_PER_MICRO);
    }

    private static TaskMetrics.Memory memory(Metrics metrics) {
        MemoryStat memory = metrics.getMemory();
        return new TaskMetrics.Memory(
                memory.getUsage(),
                0,
                memory.getUsageLimit(),
                metrics.getMemoryEvents().getOom(),
                detail(memory));
    }

    private static Map<String, Long> detail(MemoryStat memory) {
        Map<String, Long> detail = new HashMap<>();
        detail.put("anon", memory.getAnon());
        detail.put("file", memory.getFile());
        detail.put("kernel_stack", memory.getKernelStack());
        detail.put("slab", memory.getSlab());
        detail.put("sock", memory.getSock());
        detail.put("shmem", memory.getShmem());
        detail.put("file_mapped", memory.getFileMapped());
        detail.put("file_dirty", memory.getFileDirty());
        detail.put("file_writeback", memory.getFileWriteback());
        detail.put("anon_thp", memory.getAnonThp());
        detail.put("inactive_anon", memory.getInactiveAnon());
        detail.put("active_anon", memory.getActiveAnon());
        detail.put("inactive_file", memory.getInactiveFile());
        detail.put("active_file", memory.getActiveFile());
        detail.put("unevictable", memory.getUnevictable());
        detail.put("slab_reclaimable", memory.getSlabReclaimable());
        detail.put("slab_unreclaimable", memory.getSlabUnreclaimable());
        detail.put("pgfault", memory.getPgfault());
        detail.put("pgmajfault", memory.getPgmajfault());
        detail.put("workingset_refault", memory.getWorkingsetRefault());
        detail.put("workingset_activate", memory.getWorkingsetActivate());
        detail.put("workingset_nodereclaim", memory.getWorkingsetNodereclaim());
        detail.put("pgrefill", memory.getPgrefill());
        detail.put("pgscan", memory.getPgscan());
        detail.put("pgsteal", memory.getPgsteal());
        detail.put("pgactivate", memory.getPgactivate());
        detail.put("pgdeactivate", memory.getPgdeactivate());
        detail.put("pglazyfree", memory.getPglazyfree());
        detail.put("pglazyfreed", memory.getPglazyfreed());
        detail.put("thp_fault_alloc", memory.getThpFaultAlloc());
        detail.put("thp_collapse_alloc", memory.getThpCollapseAlloc());
        return detail;
    }

    private static BlockIo blockIo(IOStat io) {
        List<BlockIo.Entry> bytes = new ArrayList<>();
        List<BlockIo.Entry> operations = new ArrayList<>();
        for (IOEntry e : io.getUsageList()) {
            bytes.add(new BlockIo.Entry(e.getMajor(), e.getMinor(), "read", e.getRbytes()));
            bytes.add(new BlockIo.Entry(e.getMajor(), e.getMinor(), "write", e.getWbytes()));
            operations.add(new BlockIo.Entry(e.getMajor(), e.getMinor(), "read", e.getRios()));
            operations.add(new BlockIo.Entry(e.getMajor(), e.getMinor(), "write", e.getWios()));
        }
        return new BlockIo(bytes, operations, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
