package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSupportTest {
    @TempDir
    Path root;

    private static DaemonConfig config(boolean seLinux, String proxy) {
        return config(seLinux, proxy, 0, 0);
    }

    private static DaemonConfig config(boolean seLinux, String proxy, long period, long runtime) {
        return new DaemonConfig(Map.of(
                "selinux-enabled",
                seLinux,
                "userland-proxy",
                true,
                "userland-proxy-path",
                proxy,
                "cpu-rt-period",
                period,
                "cpu-rt-runtime",
                runtime));
    }

    private String refusedRealtime(long period, long runtime) {
        DaemonConfig config = config(false, "", period, runtime);
        return assertThrows(IllegalArgumentException.class, () -> new HostSupport(root).check(config))
                .getMessage();
    }

    private void mounted(String line) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), "24 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n" + line);
    }

    @Test
    void realtimeIsForControlGroupsOfVersionOneWhoseKernelHasIt() throws IOException {
        mounted("33 24 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpuacct,cpu\n"
                + "34 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
        String unsupported = "daemon-scoped cpu-rt-period and cpu-rt-runtime are not supported by the kernel";
        assertEquals(unsupported, refusedRealtime(1000, 0));
        Path controller = Files.createDirectories(root.resolve("sys/fs/cgroup/cpu,cpuacct"));
        Files.writeString(controller.resolve("cpu.rt_period_us"), "1000000");
        assertDoesNotThrow(() -> new HostSupport(root).check(config(false, "", 1000, 0)));
        assertDoesNotThrow(() -> new HostSupport(root).check(config(false, "", 0, 950)));
        mounted("33 24 0:28 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n");
        assertEquals(unsupported, refusedRealtime(0, 950));
    }

    @Test
    void realtimeIsRefusedForControlGroupsOfVersionTwoUnlessItIsUnset() throws IOException {
        mounted("33 24 0:28 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n");
        String words = "daemon-scoped cpu-rt-period and cpu-rt-runtime are not implemented for cgroup v2";
        assertEquals(words, refusedRealtime(1000, 0));
        assertEquals(words, refusedRealtime(0, 1000));
        assertDoesNotThrow(() -> new HostSupport(root).check(config(false, "", 0, 0)));
    }

    @Test
    void seLinuxIsWarnedOfWithoutItAndRefusedWithIt() throws IOException {
        HostSupport host = new HostSupport(root);
        assertDoesNotThrow(() -> host.check(config(true, "")));
        assertEquals(List.of("Docker could not enable SELinux on the host system"), host.warnings(config(true, "")));
        assertEquals(List.of(), host.warnings(config(false, "")));
        Files.createDirectories(root.resolve("sys/fs/selinux"));
        Files.writeString(root.resolve("sys/fs/selinux/enforce"), "0");
        assertDoesNotThrow(() -> host.check(config(false, "")));
        assertEquals(
                "'selinux-enabled' is not supported yet on a machine with SELinux: containers cannot be labelled",
                assertThrows(IllegalArgumentException.class, () -> host.check(config(true, "")))
                        .getMessage());
    }

    @Test
    void aProxyProgramMayBeNamedAndIsWarnedOf() throws IOException {
        HostSupport host = new HostSupport(root);
        Path program = Files.createFile(
                root.resolve("docker-proxy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        DaemonConfig config = config(false, program.toString());
        assertDoesNotThrow(() -> host.check(config));
        assertEquals(
                List.of("the program of userland-proxy-path is not run: published ports are carried in the daemon"),
                host.warnings(config));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                "invalid userland-proxy-path: exec: \"" + program + "\": permission denied",
                assertThrows(IllegalArgumentException.class, () -> host.check(config))
                        .getMessage());
    }
}
