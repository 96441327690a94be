package dev.gantry.linux;

import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.linux.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// [Machine] from `/proc`, `/sys` and `/etc`.
@Component
public final class ProcMachine implements Machine {
    private static final int PAGE = 4096;
    private static final int TICKS = 100;

    private final Path root;

    /// Reads the real machine.
    @Activate
    public ProcMachine() {
        this(Path.of("/"));
    }

    ProcMachine(Path root) {
        this.root = root;
    }

    @Override
    public String kernelRelease() {
        return word("proc/sys/kernel/osrelease");
    }

    @Override
    public String architecture() {
        return SystemCall.ARM ? "aarch64" : "x86_64";
    }

    @Override
    public String hostName() {
        return word("proc/sys/kernel/hostname");
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long memoryBytes() {
        for (String line : lines("proc/meminfo")) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public int clockTicks() {
        return TICKS;
    }

    @Override
    public Map<String, String> osRelease() {
        Map<String, String> keys = new LinkedHashMap<>();
        List<String> lines = lines("etc/os-release");
        for (String line : lines.isEmpty() ? lines("usr/lib/os-release") : lines) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
                keys.put(line.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return keys;
    }

    @Override
    public CgroupHierarchy cgroups() {
        return CgroupMounts.read(root, MountTable.parse(lines("proc/self/mountinfo")));
    }

    @Override
    public boolean appArmor() {
        return word("sys/module/apparmor/parameters/enabled").startsWith("Y");
    }

    @Override
    public boolean seccomp() {
        return Files.exists(root.resolve("proc/sys/kernel/seccomp"));
    }

    @Override
    public boolean seLinux() {
        return Files.exists(root.resolve("sys/fs/selinux/enforce"));
    }

    @Override
    public int groupId(String name) {
        for (String line : lines("etc/group")) {
            String[] fields = line.split(":");
            if (fields.length > 2 && fields[0].equals(name)) {
                return Integer.parseInt(fields[2]);
            }
        }
        return -1;
    }

    private String word(String file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
