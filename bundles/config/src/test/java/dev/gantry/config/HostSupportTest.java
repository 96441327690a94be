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
        return new DaemonConfig(
                Map.of("selinux-enabled", seLinux, "userland-proxy", true, "userland-proxy-path", proxy));
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
