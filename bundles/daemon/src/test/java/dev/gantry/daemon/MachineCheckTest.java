package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {
    @TempDir
    Path root;

    @BeforeEach
    void machine() throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel/keys"));
        Files.createDirectories(root.resolve("proc/self"));
        Files.createDirectories(root.resolve("sys/fs/cgroup"));
        write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
        write("proc/sys/kernel/keys/root_maxkeys", "1000\n");
        write("proc/sys/kernel/keys/root_maxbytes", "25000\n");
        write("sys/fs/cgroup/cgroup.controllers", "cpu memory");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }

    private String refused(Map<String, String> environment) {
        return assertThrows(EngineException.class, () -> new MachineCheck(root, environment).run(false))
                .getMessage();
    }

    @Test
    void kernelKeysOfRootAreRaisedToAMillion() throws IOException {
        new MachineCheck(root, Map.of()).run(false);
        assertEquals("1000000", Files.readString(root.resolve("proc/sys/kernel/keys/root_maxkeys")));
        assertEquals("25000000", Files.readString(root.resolve("proc/sys/kernel/keys/root_maxbytes")));
    }

    @Test
    void moreKernelKeysThanThatStay() throws IOException {
        write("proc/sys/kernel/keys/root_maxkeys", "2000000\n");
        new MachineCheck(root, Map.of()).run(false);
        assertEquals("25000\n", Files.readString(root.resolve("proc/sys/kernel/keys/root_maxbytes")));
    }

    @Test
    void oldKernelsAreRefused() throws IOException {
        write("proc/sys/kernel/osrelease", "3.9.11\n");
        assertEquals(
                "Your Linux kernel version 3.9.11 is not supported for running docker. Please upgrade your kernel to 3.10.0 or newer.",
                refused(Map.of()));
        assertDoesNotThrow(() -> new MachineCheck(root, Map.of("DOCKER_NOWARN_KERNEL_VERSION", "1")).run(false));
    }

    @Test
    void versionOneNeedsTheDevicesControlGroup() throws IOException {
        Files.delete(root.resolve("sys/fs/cgroup/cgroup.controllers"));
        write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup/cpu rw,nosuid - cgroup cgroup rw,cpu\n");
        assertEquals("Devices cgroup isn't mounted", refused(Map.of()));
        write("proc/self/mountinfo", "31 24 0:27 / /sys/fs/cgroup/devices rw,nosuid - cgroup cgroup rw,devices\n");
        assertDoesNotThrow(() -> new MachineCheck(root, Map.of()).run(false));
    }

    @Test
    void rootlessKitNeedsTheFlag() {
        assertEquals(
                "The daemon runs under RootlessKit, which needs --rootless",
                refused(Map.of("ROOTLESSKIT_STATE_DIR", "/run/x")));
    }
}
