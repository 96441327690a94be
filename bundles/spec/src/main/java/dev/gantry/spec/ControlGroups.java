package dev.gantry.spec;

import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.types.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where containers stand in the control groups, and what those can do here.
final class ControlGroups {
    private final CgroupHierarchy hierarchy;
    private final SpecSettings settings;

    ControlGroups(CgroupHierarchy hierarchy, SpecSettings settings) {
        this.hierarchy = hierarchy;
        this.settings = settings;
    }

    int version() {
        return hierarchy.version();
    }

    /// As the OCI runtime wants it: a path, or `slice:prefix:name` for systemd.
    String runtimePath(String id, HostConfig host) {
        String parent = parent(host);
        return settings.systemdCgroup()
                ? parent + ":docker:" + id
                : Path.of("/", parent, id).toString();
    }

    /// Below the root of the hierarchy.
    String path(String id, HostConfig host) {
        String parent = parent(host);
        if (!settings.systemdCgroup()) {
            return Path.of("/", parent, id).toString();
        }
        StringBuilder path = new StringBuilder();
        String base = parent.endsWith(".slice") ? parent.substring(0, parent.length() - 6) : parent;
        String prefix = "";
        for (String part : base.split("-")) {
            prefix = prefix.isEmpty() ? part : prefix + "-" + part;
            path.append('/').append(prefix).append(".slice");
        }
        return path + "/docker-" + id + ".scope";
    }

    private String parent(HostConfig host) {
        String own = host.CgroupParent().isEmpty() ? settings.cgroupParent() : host.CgroupParent();
        return own.isEmpty() ? settings.systemdCgroup() ? "system.slice" : "docker" : own;
    }

    private boolean controller(String name) {
        return hierarchy.controllers().contains(name);
    }

    private boolean v1File(String controller, String file) {
        Path mount = hierarchy.mounts().get(controller);
        return mount != null && Files.exists(mount.resolve(file));
    }

    boolean memory() {
        return controller("memory");
    }

    boolean swap() {
        return version() == 2 ? swapInOwnGroup() : v1File("memory", "memory.memsw.limit_in_bytes");
    }

    private static boolean swapInOwnGroup() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                if (line.startsWith("0::")) {
                    Path own = Path.of("/sys/fs/cgroup" + line.substring(3));
                    return own.equals(Path.of("/sys/fs/cgroup")) || Files.exists(own.resolve("memory.swap.max"));
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    boolean swappiness() {
        return version() == 1 && v1File("memory", "memory.swappiness");
    }

    boolean oomKillDisable() {
        return version() == 1 && v1File("memory", "memory.oom_control");
    }

    boolean cpuShares() {
        return version() == 2 ? controller("cpu") : v1File("cpu", "cpu.shares");
    }

    boolean cpuQuota() {
        return version() == 2 ? controller("cpu") : v1File("cpu", "cpu.cfs_quota_us");
    }

    /// Whether groups get a share of the time of real-time processes.
    boolean realtime() {
        return version() == 1 && v1File("cpu", RealtimeShare.PERIOD);
    }

    /// Gives the groups above a container the daemon's real-time share, from the top: none may have more than its parent.
    void openRealtime(String id, HostConfig host) {
        Path mount = hierarchy.mounts().get("cpu");
        if (version() == 1 && mount != null && !settings.realtime().isEmpty()) {
            settings.realtime().give(mount, Path.of(path(id, host)).normalize().resolveSibling(""));
        }
    }

    boolean cpuset() {
        return controller("cpuset");
    }

    boolean pids() {
        return controller("pids");
    }

    boolean blockWeight() {
        return version() == 2
                ? controller("io")
                : v1File("blkio", "blkio.weight") || v1File("blkio", "blkio.bfq.weight");
    }

    boolean blockWeightDevice() {
        return version() == 2
                ? controller("io")
                : v1File("blkio", "blkio.weight_device") || v1File("blkio", "blkio.bfq.weight_device");
    }

    boolean blockThrottle() {
        return version() == 2 ? controller("io") : v1File("blkio", "blkio.throttle.read_bps_device");
    }
}
