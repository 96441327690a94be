package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.WeightDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Limits: absurd ones are refused, those that the kernel cannot keep are dropped with a warning.
@SuppressWarnings("NullAway") // A generated builder takes null wherever its record does, but does not say so.
final class ResourceCheck {
    private static final long SMALLEST_MEMORY = 6L << 20;

    private final ControlGroups groups;
    private final int processors;

    ResourceCheck(ControlGroups groups, int processors) {
        this.groups = groups;
        this.processors = processors;
    }

    HostConfig checked(HostConfig given, boolean update, List<String> warnings) {
        HostConfig host = memory(given, update, warnings);
        host = oom(host, warnings);
        host = processor(host, warnings);
        realtime(host);
        host = cpuset(host, warnings);
        return pidsAndBlocks(host, update, warnings);
    }

    private HostConfig memory(HostConfig host, boolean update, List<String> warnings) {
        HostConfigBuilder builder = HostConfigBuilder.builder(host);
        require(host.Memory() == 0 || host.Memory() >= SMALLEST_MEMORY, "Minimum memory limit allowed is 6MB");
        if (host.Memory() > 0 && !groups.memory()) {
            warnings.add("Your kernel does not support memory limit capabilities or the cgroup is not mounted."
                    + " Limitation discarded.");
            builder.Memory(0).MemorySwap(-1);
        } else if (host.Memory() > 0 && host.MemorySwap() != -1 && !groups.swap()) {
            warnings.add("Your kernel does not support swap limit capabilities or the cgroup is not mounted."
                    + " Memory limited without swap.");
            builder.MemorySwap(-1);
        } else if (host.Memory() > 0 && host.MemorySwap() == 0 && !update) {
            boolean fits = host.Memory() <= Long.MAX_VALUE / 2;
            builder.MemorySwap(fits ? host.Memory() * 2 : -1);
        }
        require(
                host.Memory() <= 0 || host.MemorySwap() <= 0 || host.MemorySwap() >= host.Memory(),
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        require(
                host.Memory() != 0 || host.MemorySwap() <= 0 || update,
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        Long swappiness = host.MemorySwappiness();
        if (swappiness != null) {
            require(
                    swappiness >= -1 && swappiness <= 100,
                    "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
            if (swappiness == -1) {
                builder.MemorySwappiness(null);
            } else if (!groups.swappiness()) {
                warnings.add("Your kernel does not support memory swappiness capabilities or the cgroup is not mounted."
                        + " Memory swappiness discarded.");
                builder.MemorySwappiness(null);
            }
        }
        require(
                host.MemoryReservation() == 0 || host.MemoryReservation() >= SMALLEST_MEMORY,
                "Minimum memory reservation allowed is 6MB");
        require(
                host.Memory() == 0 || host.Memory() >= host.MemoryReservation(),
                "Minimum memory limit can not be less than memory reservation limit, see usage");
        return builder.build();
    }

    private HostConfig oom(HostConfig host, List<String> warnings) {
        Boolean disable = host.OomKillDisable();
        if (disable == null || !disable) {
            return host;
        }
        if (!groups.oomKillDisable()) {
            warnings.add("Your kernel does not support OomKillDisable. OomKillDisable discarded.");
            return HostConfigBuilder.builder(host).OomKillDisable(null).build();
        }
        if (host.Memory() == 0) {
            warnings.add("OOM killer is disabled for the container, but no memory limit is set, this can result in the"
                    + " system running out of resources.");
        }
        return host;
    }

    private HostConfig processor(HostConfig host, List<String> warnings) {
        long nano = host.NanoCpus();
        require(nano == 0 || host.CpuPeriod() == 0, "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        require(nano == 0 || host.CpuQuota() == 0, "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        require(
                nano == 0 || groups.cpuQuota(),
                "NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler or the cgroup is not mounted");
        require(
                nano == 0 || (nano >= 10_000_000 && nano <= processors * 1_000_000_000L),
                String.format(
                        Locale.ROOT,
                        "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available",
                        processors,
                        processors));
        HostConfigBuilder builder = HostConfigBuilder.builder(host);
        if (host.CpuShares() > 0 && !groups.cpuShares()) {
            warnings.add("Your kernel does not support CPU shares or the cgroup is not mounted. Shares discarded.");
            builder.CpuShares(0);
        }
        if ((host.CpuPeriod() != 0 || host.CpuQuota() != 0) && !groups.cpuQuota()) {
            warnings.add("Your kernel does not support CPU CFS scheduler. CPU period/quota discarded.");
            builder.CpuPeriod(0).CpuQuota(0);
        }
        require(
                host.CpuShares() >= 0,
                "invalid CPU shares (" + host.CpuShares() + "): value must be a positive integer");
        require(
                host.CpuPeriod() == 0 || (host.CpuPeriod() >= 1000 && host.CpuPeriod() <= 1_000_000),
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        require(host.CpuQuota() <= 0 || host.CpuQuota() >= 1000, "CPU cfs quota can not be less than 1ms (i.e. 1000)");
        return builder.build();
    }

    private void realtime(HostConfig host) {
        long period = host.CpuRealtimePeriod();
        long runtime = host.CpuRealtimeRuntime();
        require((period == 0 && runtime == 0) || groups.realtime(), "kernel does not support CPU real-time scheduler");
        require(period == 0 || runtime <= period, "cpu real-time runtime cannot be higher than cpu real-time period");
    }

    private HostConfig cpuset(HostConfig host, List<String> warnings) {
        if (host.CpusetCpus().isEmpty() && host.CpusetMems().isEmpty()) {
            return host;
        }
        if (!groups.cpuset()) {
            warnings.add("Your kernel does not support cpuset or the cgroup is not mounted. CPUset discarded.");
            return HostConfigBuilder.builder(host).CpusetCpus("").CpusetMems("").build();
        }
        subset(host.CpusetCpus(), "/sys/devices/system/cpu/online", "CPUs", "cpuset cpus");
        subset(host.CpusetMems(), "/sys/devices/system/node/online", "memory nodes", "cpuset mems");
        return host;
    }

    private static void subset(String wanted, String file, String what, String option) {
        if (wanted.isEmpty()) {
            return;
        }
        BitSet asked = parse(wanted, option);
        String available;
        try {
            available = Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            available = "0";
        }
        asked.andNot(parse(available, option));
        require(
                asked.isEmpty(),
                "Requested " + what + " are not available - requested " + wanted + ", available: " + available);
    }

    /// Reads a list such as `0-2,5`.
    static BitSet parse(String list, String option) {
        BitSet result = new BitSet();
        try {
            for (String part : list.split(",")) {
                String[] ends = part.strip().split("-", 2);
                int first = Integer.parseInt(ends[0]);
                int last = ends.length > 1 ? Integer.parseInt(ends[1]) : first;
                if (first < 0 || last < first || last > 8192) {
                    throw new NumberFormatException(part);
                }
                result.set(first, last + 1);
            }
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "Invalid value " + list + " for " + option + ": invalid format: " + list, e);
        }
        return result;
    }

    private HostConfig pidsAndBlocks(HostConfig host, boolean update, List<String> warnings) {
        HostConfigBuilder builder = HostConfigBuilder.builder(host);
        Long pids = host.PidsLimit();
        if (pids != null && pids <= 0 && !update) {
            builder.PidsLimit(null);
        } else if (pids != null && pids > 0 && !groups.pids()) {
            warnings.add("Your kernel does not support PIDs limit capabilities or the cgroup is not mounted. PIDs limit"
                    + " discarded.");
            builder.PidsLimit(null);
        }
        weights(host, builder, warnings);
        boolean throttled = !Absent.list(host.BlkioDeviceReadBps()).isEmpty()
                || !Absent.list(host.BlkioDeviceWriteBps()).isEmpty()
                || !Absent.list(host.BlkioDeviceReadIOps()).isEmpty()
                || !Absent.list(host.BlkioDeviceWriteIOps()).isEmpty();
        if (throttled && !groups.blockThrottle()) {
            warnings.add(
                    "Your kernel does not support Block I/O limits or the cgroup is not mounted. Limits discarded.");
            builder.BlkioDeviceReadBps(null)
                    .BlkioDeviceWriteBps(null)
                    .BlkioDeviceReadIOps(null)
                    .BlkioDeviceWriteIOps(null);
        }
        return builder.build();
    }

    private void weights(HostConfig host, HostConfigBuilder builder, List<String> warnings) {
        String range = "Range of blkio weight is from 10 to 1000";
        if (host.BlkioWeight() > 0 && !groups.blockWeight()) {
            warnings.add(
                    "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.");
            builder.BlkioWeight(0);
        } else {
            require(host.BlkioWeight() == 0 || (host.BlkioWeight() >= 10 && host.BlkioWeight() <= 1000), range);
        }
        List<WeightDevice> devices = Absent.list(host.BlkioWeightDevice());
        if (!devices.isEmpty() && !groups.blockWeightDevice()) {
            warnings.add("Your kernel does not support Block I/O weight_device or the cgroup is not mounted."
                    + " Weight-device discarded.");
            builder.BlkioWeightDevice(null);
        } else {
            devices.forEach(device -> require(device.Weight() >= 10 && device.Weight() <= 1000, range));
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw EngineException.invalidParameter(otherwise);
        }
    }
}
