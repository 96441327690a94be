package dev.gantry.api.linux;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// What the machine is. Answers that cannot change are read once.
@ProviderType
public interface Machine {
    /// Kernel release, such as `6.1.0-18-amd64`.
    String kernelRelease();

    /// Machine name of the kernel, such as `x86_64` or `aarch64`.
    String architecture();

    /// Host name, as of now.
    String hostName();

    /// Usable processors.
    int processors();

    /// Bytes of memory.
    long memoryBytes();

    /// Bytes of a page.
    int pageSize();

    /// Clock ticks in a second, the unit of cgroup v1 CPU accounting.
    int clockTicks();

    /// The keys of `/etc/os-release` (or `/usr/lib/os-release`), unquoted; empty without the file.
    Map<String, String> osRelease();

    /// Control groups.
    CgroupHierarchy cgroups();

    /// Whether AppArmor is on in the kernel.
    boolean appArmor();

    /// Whether the kernel filters system calls.
    boolean seccomp();

    /// Whether SELinux is on.
    boolean seLinux();

    /// The user or group id of a name in `/etc/passwd` or `/etc/group`, -1 when absent.
    int groupId(String name);
}
