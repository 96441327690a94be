package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.types.HostConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealtimeShareTest {
    @TempDir
    Path mount;

    /// A directory with the files that the kernel would put there.
    private void group(String path) throws IOException {
        Path group = Files.createDirectories(mount.resolve(path));
        Files.writeString(group.resolve("cpu.rt_period_us"), "1000000");
        Files.writeString(group.resolve("cpu.rt_runtime_us"), "0");
    }

    private String share(String path) throws IOException {
        Path group = mount.resolve(path);
        return Files.readString(group.resolve("cpu.rt_period_us")) + " "
                + Files.readString(group.resolve("cpu.rt_runtime_us"));
    }

    private ControlGroups groups(int version, RealtimeShare share) {
        SpecSettings settings = new SpecSettings(
                false,
                "a/b",
                share,
                "runc",
                "/run/runc",
                false,
                "",
                "builtin",
                false,
                "private",
                "",
                1,
                List.of(),
                List.of());
        return new ControlGroups(new CgroupHierarchy(version, Set.of("cpu"), Map.of("cpu", mount)), settings);
    }

    @Test
    void allGroupsAboveAContainerGetIt() throws IOException {
        group("");
        group("a");
        group("a/b");
        groups(1, new RealtimeShare(500_000, 400_000))
                .openRealtime("c", HostConfigBuilder.builder().build());
        assertEquals("1000000 0", share(""));
        assertEquals("500000 400000", share("a"));
        assertEquals("500000 400000", share("a/b"));
        assertFalse(Files.exists(mount.resolve("a/b/c")));
    }

    @Test
    void zeroLeavesWhatThereIs() throws IOException {
        group("a");
        group("a/b");
        groups(1, new RealtimeShare(0, 100))
                .openRealtime("c", HostConfigBuilder.builder().build());
        assertEquals("1000000 100", share("a/b"));
        groups(1, new RealtimeShare(0, 0))
                .openRealtime(
                        "c", HostConfigBuilder.builder().CgroupParent("/new").build());
        groups(2, new RealtimeShare(1, 1))
                .openRealtime(
                        "c", HostConfigBuilder.builder().CgroupParent("/new").build());
        assertFalse(Files.exists(mount.resolve("new")));
    }

    @Test
    void whatTheKernelRefusesIsToldWithTheGroup() {
        EngineException refused = assertThrows(
                EngineException.class,
                () -> groups(1, new RealtimeShare(0, 100))
                        .openRealtime(
                                "c",
                                HostConfigBuilder.builder()
                                        .CgroupParent("../..//x")
                                        .build()));
        assertTrue(
                refused.getMessage().startsWith("unable to initialize CPU real-time controller: " + mount.resolve("x")),
                refused.getMessage());
    }
}
