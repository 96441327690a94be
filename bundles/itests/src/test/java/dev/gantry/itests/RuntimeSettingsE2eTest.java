package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Settings of the daemon that reach the OCI runtime and the control groups above containers.
@Tag("machine")
class RuntimeSettingsE2eTest {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    @Test
    void parentGroupsHaveTheRealtimeThatContainersGet() throws Exception {
        assumeTrue(
                Files.exists(GROUPS.resolve("cpu/cpu.rt_runtime_us")), "no real-time control groups (version 1) here");
        String parent = "gantry-rt-" + ProcessHandle.current().pid();
        Path group = GROUPS.resolve("cpu").resolve(parent).resolve("below");
        try (TestDaemon daemon = TestDaemon.start("--cgroup-parent=/" + parent + "/below", "--cpu-rt-runtime=50000")) {
            TestImages.importBusybox(daemon);
            String id = daemon.docker(
                            "run", "-d", "--name", "rt", "--cpu-rt-runtime", "20000", "busybox", "sleep", "600")
                    .ok()
                    .strip();
            assertEquals("50000", read(group.resolveSibling("cpu.rt_runtime_us")));
            assertEquals("50000", read(group.resolve("cpu.rt_runtime_us")));
            assertEquals("20000", read(group.resolve(id).resolve("cpu.rt_runtime_us")));
            Command.Result more = daemon.docker(
                    "run", "--rm", "--cpu-rt-period", "10000", "--cpu-rt-runtime", "10001", "busybox", "true");
            assertEquals(125, more.exit());
            assertTrue(
                    more.err().contains("cpu real-time runtime cannot be higher than cpu real-time period"),
                    more.err());
            daemon.docker("rm", "-f", "rt").ok();
        } finally {
            for (File controller : GROUPS.toFile().listFiles(File::isDirectory)) {
                Files.deleteIfExists(controller.toPath().resolve(parent).resolve("below"));
                Files.deleteIfExists(controller.toPath().resolve(parent));
            }
        }
    }

    /// Notes that it was called, then is runc.
    private static TestDaemon.Surroundings wrappedRunc(Path root) {
        try {
            Path program = Files.createFile(
                    root.resolve("wrapped-runc"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(program, "#!/bin/sh\necho \"$@\" >> " + root + "/calls\nexec runc \"$@\"\n");
            Files.writeString(root.resolve("daemon.json"), """
                    {"runtimes": {"wrapped": {
                      "runtimeType": "io.containerd.runc.v2",
                      "options": {"BinaryName": "%1$s/wrapped-runc", "Root": "%1$s/states"}
                    }}}
                    """.formatted(root));
            return TestDaemon.Surroundings.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRuntimeGetsItsOptions() throws Exception {
        try (TestDaemon daemon = TestDaemon.startIn(RuntimeSettingsE2eTest::wrappedRunc)) {
            TestImages.importBusybox(daemon);
            Path calls = daemon.root().resolve("calls");
            assertEquals(
                    "hi", daemon.docker("run", "--rm", "busybox", "echo", "hi").ok());
            assertTrue(Files.notExists(calls), "the default runtime is another one");
            assertEquals(
                    "hi",
                    daemon.docker("run", "--rm", "--runtime", "wrapped", "busybox", "echo", "hi")
                            .ok());
            assertTrue(read(calls).contains("--root " + daemon.root() + "/states"), read(calls));
            String shown = daemon.docker("info", "-f", "{{json .Runtimes}}").ok();
            assertTrue(shown.contains("\"BinaryName\":\"" + daemon.root() + "/wrapped-runc\""), shown);
        }
    }

    /// There a root cannot be pivoted; what only the environment can tell.
    @Test
    void onARamDiskNoRootIsPivoted() throws Exception {
        try (TestDaemon daemon = TestDaemon.startIn(root -> {
            wrappedRunc(root);
            return new TestDaemon.Surroundings(List.of(), Map.of("DOCKER_RAMDISK", "1"));
        })) {
            TestImages.importBusybox(daemon);
            daemon.docker("run", "--rm", "--runtime", "wrapped", "busybox", "true")
                    .ok();
            String calls = read(daemon.root().resolve("calls"));
            assertTrue(calls.contains("--no-pivot"), calls);
        }
    }
}
