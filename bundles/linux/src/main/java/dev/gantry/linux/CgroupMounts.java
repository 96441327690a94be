package dev.gantry.linux;

import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.linux.MountPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the control group hierarchies among the mounts.
final class CgroupMounts {
    private static final Set<String> CONTROLLERS = Set.of(
            "cpu",
            "cpuacct",
            "cpuset",
            "memory",
            "devices",
            "freezer",
            "blkio",
            "pids",
            "net_cls",
            "net_prio",
            "perf_event",
            "hugetlb",
            "rdma",
            "misc");

    private CgroupMounts() {}

    static CgroupHierarchy read(Path root, List<MountPoint> mounts) {
        Map<String, Path> first = new LinkedHashMap<>();
        for (MountPoint mount : mounts) {
            if (mount.type().equals("cgroup2") && mount.target().equals(Path.of("/sys/fs/cgroup"))) {
                return new CgroupHierarchy(2, unified(root), Map.of("", mount.target()));
            }
            if (mount.type().equals("cgroup")) {
                for (String option : mount.superOptions()) {
                    if (CONTROLLERS.contains(option)) {
                        first.putIfAbsent(option, mount.target());
                    }
                }
            }
        }
        return new CgroupHierarchy(first.isEmpty() ? 2 : 1, first.keySet(), first);
    }

    private static Set<String> unified(Path root) {
        try {
            String names = Files.readString(root.resolve("sys/fs/cgroup/cgroup.controllers"))
                    .strip();
            return new LinkedHashSet<>(List.of(names.split(" ")));
        } catch (IOException e) {
            return Set.of();
        }
    }
}
