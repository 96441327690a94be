package dev.gantry.router.debug;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/// The figures of `/debug/vars`: `cmdline` and `memstats` under the names that readers of such pages know, and `jvm` for the rest.
final class Variables {
    Map<String, Object> read() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cmdline", CommandLine.masked());
        all.put("memstats", memory());
        all.put("jvm", machine());
        return all;
    }

    private static Map<String, Object> memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("Alloc", heap.getUsed());
        figures.put("HeapAlloc", heap.getUsed());
        figures.put("HeapInuse", heap.getUsed());
        figures.put("HeapSys", heap.getCommitted());
        figures.put("NumGC", collections);
        figures.put("PauseTotalNs", millis * 1_000_000);
        figures.put("Sys", heap.getCommitted() + other.getCommitted());
        return figures;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> figures = new LinkedHashMap<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        figures.put("version", Runtime.version().toString());
        figures.put("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime());
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put(
                "heapMax",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
        figures.put("platformThreads", threads.getThreadCount());
        figures.put("peakPlatformThreads", threads.getPeakThreadCount());
        figures.put("startedPlatformThreads", threads.getTotalStartedThreadCount());
        figures.put("loadedClasses", classes.getLoadedClassCount());
        figures.put("unloadedClasses", classes.getUnloadedClassCount());
        Map<String, Object> pools = new LinkedHashMap<>();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null) {
                pools.put(pool.getName(), Map.of("committed", usage.getCommitted(), "used", usage.getUsed()));
            }
        }
        figures.put("memoryPools", pools);
        Map<String, Object> collectors = new LinkedHashMap<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectors.put(
                    collector.getName(),
                    Map.of("count", collector.getCollectionCount(), "millis", collector.getCollectionTime()));
        }
        figures.put("collectors", collectors);
        return figures;
    }
}
