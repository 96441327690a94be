package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.types.DeviceMapping;
import dev.gantry.api.types.HostConfig;
import dev.gantry.spec.cdi.DeviceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Host devices in a container, and which devices its processes may use.
final class Devices {
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");
    private static final String UNUSABLE = "CDI device injection failed: failed to inject devices: ";
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;
    private static final int FIFO = 0010000;

    private final FileNodes files;

    Devices(FileNodes files) {
        this.files = files;
    }

    /// Nodes to make, and rules for the device control group.
    record Access(List<Map<String, Object>> nodes, List<Map<String, Object>> rules) {}

    Access of(HostConfig host) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        List<Map<String, Object>> rules = new ArrayList<>();
        if (host.Privileged()) {
            rules.add(Map.of("allow", true, "access", "rwm"));
            allHostDevices(nodes);
            mapped(host, nodes, new ArrayList<>());
            return new Access(nodes, rules);
        }
        rules.add(Map.of("allow", false, "access", "rwm"));
        for (int[] device : new int[][] {{1, 5}, {1, 3}, {1, 9}, {1, 8}, {5, 0}, {5, 1}}) {
            rules.add(rule(true, "c", (long) device[0], (long) device[1], "rwm"));
        }
        rules.add(rule(false, "c", 10L, 229L, "rwm"));
        mapped(host, nodes, rules);
        for (String line : Absent.list(host.DeviceCgroupRules())) {
            rules.add(parsed(line));
        }
        return new Access(nodes, rules);
    }

    /// @throws EngineException INVALID_PARAMETER when it is no rule
    static Map<String, Object> parsed(String line) {
        Matcher match = RULE.matcher(line);
        if (!match.matches()) {
            throw EngineException.invalidParameter("invalid device cgroup rule format: '" + line + "'");
        }
        try {
            return rule(true, match.group(1), wildcard(match.group(2)), wildcard(match.group(3)), match.group(4));
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("invalid device cgroup rule format: '" + line + "'", e);
        }
    }

    private static Long wildcard(String number) {
        return number.equals("*") ? -1L : Long.parseLong(number);
    }

    private static Map<String, Object> rule(boolean allow, String type, Long major, Long minor, String access) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("allow", allow);
        rule.put("type", type);
        if (major >= 0) {
            rule.put("major", major);
        }
        if (minor >= 0) {
            rule.put("minor", minor);
        }
        rule.put("access", access);
        return rule;
    }

    private void mapped(HostConfig host, List<Map<String, Object>> nodes, List<Map<String, Object>> rules) {
        for (DeviceMapping mapping : Absent.list(host.Devices())) {
            String access = mapping.CgroupPermissions().isEmpty() ? "rwm" : mapping.CgroupPermissions();
            String target = mapping.PathInContainer().isEmpty() ? mapping.PathOnHost() : mapping.PathInContainer();
            Path source = Path.of(mapping.PathOnHost());
            try {
                Path real = source.toRealPath();
                if (Files.isDirectory(real)) {
                    try (Stream<Path> below = Files.walk(real)) {
                        below.forEach(path -> add(path, target + "/" + real.relativize(path), access, nodes, rules));
                    }
                } else if (!add(real, target, access, nodes, rules)) {
                    throw EngineException.system("error gathering device information while adding custom device \""
                            + mapping.PathOnHost() + "\": not a device node");
                }
            } catch (IOException e) {
                throw EngineException.system(
                        "error gathering device information while adding custom device \"" + mapping.PathOnHost()
                                + "\": no such file or directory",
                        e);
            }
        }
    }

    private boolean add(
            Path path, String target, String access, List<Map<String, Object>> nodes, List<Map<String, Object>> rules) {
        FileStatus status;
        try {
            status = files.status(path);
        } catch (IOException e) {
            return false;
        }
        String type = type(status);
        if (type.isEmpty()) {
            return false;
        }
        nodes.add(node(status, type, target));
        rules.add(rule(true, type, (long) status.major(), (long) status.minor(), access));
        return true;
    }

    private static String type(FileStatus status) {
        return switch (status.type()) {
            case CHARACTER -> "c";
            case BLOCK -> "b";
            case FIFO -> "p";
            default -> "";
        };
    }

    private static Map<String, Object> node(FileStatus status, String type, String target) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("path", target);
        node.put("type", type);
        node.put("major", status.major());
        node.put("minor", status.minor());
        node.put("fileMode", status.permissions());
        node.put("uid", status.uid());
        node.put("gid", status.gid());
        return node;
    }

    /// Adds a node that a vendor has described; what the description lacks is as on the host.
    ///
    /// @throws EngineException SYSTEM when the host does not have it
    void bring(DeviceNode wanted, Map<String, Object> user, Access access) {
        DeviceNode node = wanted;
        if (node.type().isEmpty() || (node.major() == 0 && !node.type().equals("p"))) {
            node = completed(node);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", node.path());
        entry.put("type", node.type());
        entry.put("major", node.major());
        entry.put("minor", node.minor());
        if (node.fileMode() != null) {
            entry.put("fileMode", node.fileMode());
        }
        entry.put("uid", node.uid() != null ? node.uid() : user.getOrDefault("uid", 0));
        entry.put("gid", node.gid() != null ? node.gid() : user.getOrDefault("gid", 0));
        access.nodes.removeIf(other -> path(other).equals(wanted.path()));
        access.nodes.add(entry);
        if (node.type().equals("b") || node.type().equals("c")) {
            access.rules.add(rule(true, node.type(), node.major(), node.minor(), node.permissions()));
        }
    }

    private static String path(Map<String, Object> entry) {
        return String.valueOf(entry.get("path"));
    }

    private DeviceNode completed(DeviceNode node) {
        FileStatus status;
        try {
            status = files.status(Path.of(node.hostPath()));
        } catch (IOException e) {
            throw EngineException.system(
                    UNUSABLE + "failed to stat CDI host device \"" + node.hostPath() + "\": no such file or directory",
                    e);
        }
        String type = type(status);
        if (type.isEmpty()) {
            throw unusable("failed to stat CDI host device \"" + node.hostPath() + "\": not a device node");
        }
        if (!node.type().isEmpty() && !node.type().equals(type)) {
            throw unusable("CDI device (\"" + node.path() + "\", \"" + node.hostPath() + "\"), host type mismatch ("
                    + node.type() + ", " + type + ")");
        }
        boolean numbered = node.major() != 0 || type.equals("p");
        return new DeviceNode(
                node.path(),
                node.hostPath(),
                type,
                numbered ? node.major() : status.major(),
                numbered ? node.minor() : status.minor(),
                node.fileMode(),
                node.permissions(),
                node.uid(),
                node.gid());
    }

    private static EngineException unusable(String why) {
        return EngineException.system(UNUSABLE + why);
    }

    private void allHostDevices(List<Map<String, Object>> nodes) {
        List<Path> pending = new ArrayList<>(List.of(Path.of("/dev")));
        while (!pending.isEmpty()) {
            Path directory = pending.removeLast();
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    visit(entry, pending, nodes);
                }
            } catch (IOException e) {
                // A directory that vanished while we walked holds no device.
                continue;
            }
        }
    }

    private void visit(Path entry, List<Path> pending, List<Map<String, Object>> nodes) throws IOException {
        FileStatus status = files.status(entry);
        if (status.isDirectory()) {
            String name = entry.getFileName().toString();
            if (!List.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev")
                    .contains(name)) {
                pending.add(entry);
            }
            return;
        }
        String type = type(status);
        if (!type.isEmpty() && !entry.toString().equals("/dev/console")) {
            nodes.add(node(status, type, entry.toString()));
        }
    }
}
