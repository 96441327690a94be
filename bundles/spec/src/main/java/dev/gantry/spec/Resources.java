package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.ThrottleDevice;
import dev.gantry.api.types.WeightDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `linux.resources` object. The OCI runtime turns it into files of control groups, of whichever version.
final class Resources {
    private static final long PERIOD = 100_000;
    private static final long NANOS = 1_000_000_000;

    private final FileNodes files;

    Resources(FileNodes files) {
        this.files = files;
    }

    Map<String, Object> of(HostConfig host) {
        Map<String, Object> result = new LinkedHashMap<>();
        put(result, "memory", memory(host));
        put(result, "cpu", cpu(host));
        if (host.PidsLimit() != null) {
            result.put("pids", Map.of("limit", host.PidsLimit() <= 0 ? -1 : host.PidsLimit()));
        }
        put(result, "blockIO", blockIo(host));
        return result;
    }

    private static Map<String, Object> memory(HostConfig host) {
        Map<String, Object> memory = new LinkedHashMap<>();
        putPositive(memory, "limit", host.Memory());
        putPositive(memory, "reservation", host.MemoryReservation());
        if (host.MemorySwap() != 0) {
            memory.put("swap", host.MemorySwap());
        }
        if (host.MemorySwappiness() != null && host.MemorySwappiness() >= 0) {
            memory.put("swappiness", host.MemorySwappiness());
        }
        if (host.OomKillDisable() != null && host.OomKillDisable()) {
            memory.put("disableOOMKiller", true);
        }
        return memory;
    }

    private static Map<String, Object> cpu(HostConfig host) {
        Map<String, Object> cpu = new LinkedHashMap<>();
        putPositive(cpu, "shares", host.CpuShares());
        if (host.NanoCpus() > 0) {
            cpu.put("period", PERIOD);
            cpu.put("quota", host.NanoCpus() * PERIOD / NANOS);
        }
        putPositive(cpu, "period", host.CpuPeriod());
        if (host.CpuQuota() != 0) {
            cpu.put("quota", host.CpuQuota());
        }
        putPositive(cpu, "realtimePeriod", host.CpuRealtimePeriod());
        putPositive(cpu, "realtimeRuntime", host.CpuRealtimeRuntime());
        if (!host.CpusetCpus().isEmpty()) {
            cpu.put("cpus", host.CpusetCpus());
        }
        if (!host.CpusetMems().isEmpty()) {
            cpu.put("mems", host.CpusetMems());
        }
        return cpu;
    }

    private Map<String, Object> blockIo(HostConfig host) {
        Map<String, Object> block = new LinkedHashMap<>();
        if (host.BlkioWeight() > 0) {
            block.put("weight", host.BlkioWeight());
        }
        List<Map<String, Object>> weights = new ArrayList<>();
        for (WeightDevice device : Absent.list(host.BlkioWeightDevice())) {
            FileStatus status = device(device.Path());
            weights.add(Map.of("major", status.major(), "minor", status.minor(), "weight", device.Weight()));
        }
        if (!weights.isEmpty()) {
            block.put("weightDevice", weights);
        }
        throttle(block, "throttleReadBpsDevice", host.BlkioDeviceReadBps());
        throttle(block, "throttleWriteBpsDevice", host.BlkioDeviceWriteBps());
        throttle(block, "throttleReadIOPSDevice", host.BlkioDeviceReadIOps());
        throttle(block, "throttleWriteIOPSDevice", host.BlkioDeviceWriteIOps());
        return block;
    }

    private void throttle(Map<String, Object> block, String key, @Nullable List<ThrottleDevice> devices) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (ThrottleDevice device : Absent.list(devices)) {
            FileStatus status = device(device.Path());
            entries.add(Map.of("major", status.major(), "minor", status.minor(), "rate", device.Rate()));
        }
        if (!entries.isEmpty()) {
            block.put(key, entries);
        }
    }

    private FileStatus device(String path) {
        try {
            return files.status(Path.of(path).toRealPath());
        } catch (IOException e) {
            throw EngineException.invalidParameter(path + ": no such file or directory", e);
        }
    }

    private static void put(Map<String, Object> into, String key, Map<String, Object> part) {
        if (!part.isEmpty()) {
            into.put(key, part);
        }
    }

    private static void putPositive(Map<String, Object> into, String key, long value) {
        if (value > 0) {
            into.put(key, value);
        }
    }
}
