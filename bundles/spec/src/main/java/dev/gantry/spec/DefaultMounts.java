package dev.gantry.spec;

import dev.gantry.api.oci.SpecMount;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.HostConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `mounts` array: what every container has, then what this one asks for, parents before children.
final class DefaultMounts {
    /// Where the init program is in a container.
    static final String INIT = "/sbin/docker-init";

    private static final Set<String> WRITABLE_ALWAYS = Set.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue");

    private final SpecSettings settings;
    private final boolean recursiveReadOnly;

    /// @param recursiveReadOnly whether kernel and runtime know the option `rro`
    DefaultMounts(SpecSettings settings, boolean recursiveReadOnly) {
        this.settings = settings;
        this.recursiveReadOnly = recursiveReadOnly;
    }

    List<Map<String, Object>> of(SpecRequest request) {
        HostConfig host = request.host();
        List<SpecMount> wanted = sorted(request.mounts());
        Set<String> taken = wanted.stream().map(SpecMount::destination).collect(Collectors.toSet());
        List<Map<String, Object>> result = new ArrayList<>();
        for (Map<String, Object> mount : defaults(host)) {
            String destination = (String) mount.get("destination");
            boolean replaced = taken.contains(destination)
                    || (taken.contains("/dev") && destination != null && destination.startsWith("/dev/"));
            if (!replaced) {
                result.add(host.ReadonlyRootfs() && !WRITABLE_ALWAYS.contains(destination) ? readOnly(mount) : mount);
            }
        }
        for (SpecMount mount : wanted) {
            result.add(written(mount));
        }
        if (settings.usesInit(host)) {
            Path init = settings.initProgram();
            if (init != null) {
                result.add(entry(INIT, "bind", init.toString(), List.of("bind", "ro")));
            }
        }
        return result;
    }

    private static List<SpecMount> sorted(List<SpecMount> mounts) {
        return mounts.stream()
                .sorted(Comparator.comparingInt(DefaultMounts::depth))
                .toList();
    }

    private static int depth(SpecMount mount) {
        return (int) Path.of(mount.destination())
                .normalize()
                .toString()
                .chars()
                .filter(c -> c == '/')
                .count();
    }

    private List<Map<String, Object>> defaults(HostConfig host) {
        List<Map<String, Object>> mounts = new ArrayList<>();
        boolean privileged = host.Privileged();
        mounts.add(entry("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
        mounts.add(entry("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
        mounts.add(entry(
                "/dev/pts",
                "devpts",
                "devpts",
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
        mounts.add(entry("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", privileged ? "rw" : "ro")));
        Boolean writable = SecurityOptions.of(host).writableCgroups();
        boolean cgroupsWritable = writable != null ? writable : privileged;
        mounts.add(entry(
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                List.of(cgroupsWritable ? "rw" : "ro", "nosuid", "noexec", "nodev")));
        mounts.add(entry("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")));
        if (host.IpcMode().equals("private") || host.IpcMode().isEmpty()) {
            long size = host.ShmSize() > 0 ? host.ShmSize() : settings.shmSize();
            mounts.add(entry(
                    "/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + size)));
        }
        return mounts;
    }

    private static Map<String, Object> readOnly(Map<String, Object> mount) {
        Map<String, Object> copy = new LinkedHashMap<>(mount);
        List<String> options = new ArrayList<>();
        if (mount.get("options") instanceof List<?> given) {
            given.stream().filter(option -> !option.equals("rw")).forEach(option -> options.add((String) option));
        }
        if (!options.contains("ro")) {
            options.add("ro");
        }
        copy.put("options", options);
        return copy;
    }

    private Map<String, Object> written(SpecMount mount) {
        if (mount.type().equals("tmpfs")) {
            return entry(mount.destination(), "tmpfs", "tmpfs", mount.options());
        }
        List<String> options = new ArrayList<>();
        options.add(mount.recursive() ? "rbind" : "bind");
        if (!mount.writable()) {
            options.add(readOnlyOption(mount));
        }
        options.add(mount.propagation().isEmpty() ? "rprivate" : mount.propagation());
        return entry(mount.destination(), "bind", mount.source(), options);
    }

    private String readOnlyOption(SpecMount mount) {
        return switch (mount.readOnly()) {
            case TOP -> "ro";
            case RECURSIVE -> "rro";
            case RECURSIVE_IF_POSSIBLE -> recursiveReadOnly && mount.recursive() ? "rro" : "ro";
        };
    }

    private static Map<String, Object> entry(
            String destination, String type, @Nullable String source, List<String> options) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("destination", destination);
        mount.put("type", type);
        mount.put("source", source == null ? type : source);
        mount.put("options", options);
        return mount;
    }
}
