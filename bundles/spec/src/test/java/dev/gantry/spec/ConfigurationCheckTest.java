package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.oci.CheckedHostConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.PortBinding;
import dev.gantry.api.types.WeightDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCheckTest {
    @TempDir
    Path controllers;

    private ConfigurationCheck check;

    @BeforeEach
    void machineWithSwapAccountingAndWithoutBlockWeights() throws IOException {
        Files.createFile(controllers.resolve("memory.memsw.limit_in_bytes"));
        Files.createFile(controllers.resolve("memory.swappiness"));
        check = checkOn(1);
    }

    private ConfigurationCheck checkOn(int version) {
        CgroupHierarchy hierarchy =
                new CgroupHierarchy(version, Set.of("memory"), Map.of("memory", controllers, "cpu", controllers));
        SpecSettings settings = new SpecSettings(
                false,
                "",
                new RealtimeShare(0, 0),
                "runc",
                "/run/runc",
                false,
                "",
                "builtin",
                false,
                "private",
                "",
                64 << 20,
                List.of(),
                List.of());
        return new ConfigurationCheck(settings, new ControlGroups(hierarchy, settings), Capabilities.ofMask(0xff), 2);
    }

    private CheckedHostConfig checked(HostConfig host) {
        return check.created(ContainerConfigBuilder.builder().build(), host);
    }

    private void refused(String words, HostConfig host) {
        EngineException refused = assertThrows(EngineException.class, () -> checked(host));
        assertEquals(words, refused.getMessage());
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
    }

    private static HostConfigBuilder host() {
        return HostConfigBuilder.builder();
    }

    @Test
    void saysWhichListHoldsTheUnknownCapability() {
        refused(
                "invalid CapAdd: unknown capability: \"CAP_FOO\"",
                host().CapAdd(List.of("foo")).build());
        refused(
                "invalid CapDrop: unknown capability: \"CAP_BAR\"",
                host().CapDrop(List.of("CAP_BAR")).build());
    }

    @Test
    void realtimeNeedsAKernelThatHasIt() throws IOException {
        String unsupported = "kernel does not support CPU real-time scheduler";
        refused(unsupported, host().CpuRealtimePeriod(5000).build());
        refused(unsupported, host().CpuRealtimeRuntime(5000).build());
        check = checkOn(2);
        Files.createFile(controllers.resolve("cpu.rt_period_us"));
        refused(unsupported, host().CpuRealtimeRuntime(5000).build());
        check = checkOn(1);
        HostConfig fine =
                host().CpuRealtimePeriod(5000).CpuRealtimeRuntime(5000).build();
        assertEquals(5000, checked(fine).host().CpuRealtimeRuntime());
        assertEquals(
                5000, checked(host().CpuRealtimeRuntime(5000).build()).host().CpuRealtimeRuntime());
        refused(
                "cpu real-time runtime cannot be higher than cpu real-time period",
                host().CpuRealtimePeriod(5000).CpuRealtimeRuntime(5001).build());
    }

    @Test
    void refusesTmpfsWhereNothingCanBeMounted() {
        refused(
                "invalid mount path: 'rel' mount path must be absolute",
                host().Tmpfs(Map.of("rel", "")).build());
        refused(
                "invalid specification: destination can't be '/'",
                host().Tmpfs(Map.of("/a/..", "")).build());
    }

    @Test
    void refusesQuotasOfTheRootFileSystem() {
        refused(
                "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
                host().StorageOpt(Map.of("size", "1G")).build());
    }

    @Test
    void refusesAPrivilegedContainerWithPrivateControlGroupsOfVersionOne() {
        assertThrows(
                EngineException.class,
                () -> checked(host().Privileged(true).CgroupnsMode("private").build()));
    }

    @Test
    void warnsOfPortsThatTheHostsNetworkCannotPublish() {
        HostConfig host = host().NetworkMode("host")
                .PortBindings(Map.of("80/tcp", List.of(new PortBinding("", "80"))))
                .build();
        assertEquals(
                List.of("Published ports are discarded when using host network mode"),
                checked(host).warnings());
    }

    @Test
    void switchesLabelsOffForWhatSeesTheHost() {
        assertEquals(
                List.of("label=disable"),
                checked(host().Privileged(true).build()).host().SecurityOpt());
        assertEquals(
                List.of("label=disable"),
                checked(host().PidMode("host").build()).host().SecurityOpt());
        assertNull(checked(host().build()).host().SecurityOpt());
    }

    @Test
    void readsASwappinessOfMinusOneAsNone() {
        assertNull(checked(host().MemorySwappiness(-1L).build()).host().MemorySwappiness());
    }

    @Test
    void limitsNoSwapWhereTwiceTheMemoryIsNoNumber() {
        assertEquals(-1, checked(host().Memory(Long.MAX_VALUE).build()).host().MemorySwap());
        assertEquals(16 << 20, checked(host().Memory(8 << 20).build()).host().MemorySwap());
    }

    @Test
    void dropsBlockWeightsWithAWarningBeforeItLooksAtThem() {
        CheckedHostConfig checked = checked(host().BlkioWeight(5)
                .BlkioWeightDevice(List.of(new WeightDevice("/dev/none", 1)))
                .build());
        assertEquals(0, checked.host().BlkioWeight());
        assertNull(checked.host().BlkioWeightDevice());
        assertEquals(2, checked.warnings().size());
    }
}
