package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.RuntimeVersion.Component;
import dev.gantry.api.runtime.ShimOptions;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.runtime.TaskMetrics.BlockIo;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.proto.containerd.containers.Container;
import dev.gantry.proto.containerd.runc.Options;
import dev.gantry.proto.containerd.task.Process;
import dev.gantry.proto.containerd.task.Status;
import dev.gantry.proto.containerd.types.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    @Test
    void readsMetricsOfCgroupVersionOne() {
        var memory = dev.gantry.proto.containerd.cgroups.v1.MemoryStat.newBuilder()
                .setTotalRss(11)
                .setUsage(dev.gantry.proto.containerd.cgroups.v1.MemoryEntry.newBuilder()
                        .setUsage(1)
                        .setMax(2)
                        .setLimit(3)
                        .setFailcnt(4));
        var cpu = dev.gantry.proto.containerd.cgroups.v1.CPUStat.newBuilder()
                .setUsage(dev.gantry.proto.containerd.cgroups.v1.CPUUsage.newBuilder()
                        .setTotal(100)
                        .setUser(60)
                        .setKernel(40)
                        .addPerCpu(70)
                        .addPerCpu(30));
        var io = dev.gantry.proto.containerd.cgroups.v1.BlkIOStat.newBuilder()
                .addIoServiceBytesRecursive(dev.gantry.proto.containerd.cgroups.v1.BlkIOEntry.newBuilder()
                        .setMajor(8)
                        .setOp("Read")
                        .setValue(512));
        TaskMetrics metrics = read(dev.gantry.proto.containerd.cgroups.v1.Metrics.newBuilder()
                .setMemory(memory)
                .setCpu(cpu)
                .setBlkio(io)
                .build());
        assertEquals(1, metrics.cgroupVersion());
        assertEquals(Instant.ofEpochSecond(9), metrics.at());
        assertEquals(new TaskMetrics.Cpu(100, 40, 60, List.of(70L, 30L), 0, 0, 0), metrics.cpu());
        assertEquals(11, metrics.memory().detail().get("total_rss"));
        assertEquals(2, metrics.memory().maxUsage());
        assertEquals(4, metrics.memory().failures());
        assertEquals(
                List.of(new BlockIo.Entry(8, 0, "Read", 512)), metrics.blockIo().serviceBytes());
    }

    @Test
    void readsMetricsOfCgroupVersionTwoInNanoseconds() {
        var cpu = dev.gantry.proto.containerd.cgroups.v2.CPUStat.newBuilder()
                .setUsageUsec(3)
                .setUserUsec(2)
                .setSystemUsec(1)
                .setThrottledUsec(4);
        var memory = dev.gantry.proto.containerd.cgroups.v2.MemoryStat.newBuilder()
                .setUsage(5)
                .setUsageLimit(6)
                .setInactiveFile(7);
        var io = dev.gantry.proto.containerd.cgroups.v2.IOStat.newBuilder()
                .addUsage(dev.gantry.proto.containerd.cgroups.v2.IOEntry.newBuilder()
                        .setMajor(8)
                        .setRbytes(1)
                        .setWbytes(2)
                        .setRios(3)
                        .setWios(4));
        TaskMetrics metrics = read(dev.gantry.proto.containerd.cgroups.v2.Metrics.newBuilder()
                .setCpu(cpu)
                .setMemory(memory)
                .setIo(io)
                .build());
        assertEquals(2, metrics.cgroupVersion());
        assertEquals(new TaskMetrics.Cpu(3000, 1000, 2000, List.of(), 0, 0, 4000), metrics.cpu());
        assertEquals(5, metrics.memory().usage());
        assertEquals(7, metrics.memory().detail().get("inactive_file"));
        assertEquals(
                List.of(new BlockIo.Entry(8, 0, "read", 1), new BlockIo.Entry(8, 0, "write", 2)),
                metrics.blockIo().serviceBytes());
        assertEquals(2, metrics.blockIo().serviced().size());
    }

    @Test
    void refusesMetricsOfAnotherKind() {
        Metric odd = Metric.newBuilder()
                .setData(Any.newBuilder().setTypeUrl("x/windows"))
                .build();
        assertEquals(
                ErrorKind.NOT_IMPLEMENTED,
                assertThrows(EngineException.class, () -> MetricsReading.of(odd))
                        .kind());
    }

    private static TaskMetrics read(Message data) {
        return MetricsReading.of(Metric.newBuilder()
                .setTimestamp(Timestamp.newBuilder().setSeconds(9))
                .setData(TypedJson.message(data))
                .build());
    }

    @Test
    void readsAStoppedProcessWithItsExit() {
        Process process = Process.newBuilder()
                .setId("c")
                .setPid(4)
                .setStatus(Status.STOPPED)
                .setExitStatus(2)
                .setStdout("/x/out")
                .build();
        assertEquals(
                new TaskState(
                        "c",
                        null,
                        4,
                        TaskStatus.STOPPED,
                        new Stdio(false, null, Path.of("/x/out"), null),
                        new ProcessExit(4, 2, Instant.EPOCH)),
                States.ofTask(process));
    }

    @Test
    void aRunningExecHasNoExit() {
        Process process = Process.newBuilder()
                .setId("x")
                .setPid(4)
                .setStatus(Status.RUNNING)
                .setTerminal(true)
                .build();
        TaskState state = States.of("c", process);
        assertEquals(new TaskState("c", "x", 4, TaskStatus.RUNNING, new Stdio(true, null, null, null), null), state);
        assertTrue(state.isAlive());
    }

    @Test
    void givesTheShimItsOptions() throws Exception {
        Container.Runtime runtime =
                Records.runtime(new ShimOptions(ShimOptions.RUNC_V2, "/opt/crun", "/run/r", true, false));
        assertEquals("io.containerd.runc.v2", runtime.getName());
        assertEquals("containerd.runc.v1.Options", runtime.getOptions().getTypeUrl());
        Options options = Options.parseFrom(runtime.getOptions().getValue());
        assertEquals("/opt/crun", options.getBinaryName());
        assertEquals("/run/r", options.getRoot());
        assertTrue(options.getSystemdCgroup());
        assertEquals(
                false,
                Records.runtime(new ShimOptions("io.containerd.kata.v2", "", null, false, false))
                        .hasOptions());
    }

    @Test
    void theOperatorsOptionsComeFirst() throws Exception {
        Map<String, Object> written =
                Map.of("BinaryName", "/opt/crun", "SystemdCgroup", true, "IoUid", 4294967295L, "CriuImagePath", "/c");
        Container.Runtime runtime =
                Records.runtime(new ShimOptions(ShimOptions.RUNC_V2, "runc", "/run/r", false, true, written));
        Options options = Options.parseFrom(runtime.getOptions().getValue());
        assertEquals("/opt/crun", options.getBinaryName());
        assertEquals("/run/r", options.getRoot());
        assertEquals("/c", options.getCriuImagePath());
        assertEquals(-1, options.getIoUid());
        assertTrue(options.getSystemdCgroup());
        assertTrue(options.getNoPivotRoot());
    }

    @Test
    void otherShimsGetTheMessageThatTheyShare() throws Exception {
        Map<String, Object> written = Map.of("TypeUrl", "t", "ConfigPath", "/etc/runsc.toml", "ConfigBody", "a = 1");
        Any sent = Records.runtime(new ShimOptions("io.containerd.runsc.v1", "", null, false, false, written))
                .getOptions();
        assertEquals("runtimeoptions.v1.Options", sent.getTypeUrl());
        dev.gantry.proto.containerd.runtimeoptions.Options options =
                dev.gantry.proto.containerd.runtimeoptions.Options.parseFrom(sent.getValue());
        assertEquals("t", options.getTypeUrl());
        assertEquals("/etc/runsc.toml", options.getConfigPath());
        assertEquals("a = 1", options.getConfigBody().toStringUtf8());
    }

    @Test
    void anOptionThatTheShimDoesNotHaveIsNamed() {
        ShimOptions unknown =
                new ShimOptions("io.containerd.runsc.v1", "", null, false, false, Map.of("BinaryName", "/x"));
        assertEquals(
                "unknown runtime option 'BinaryName'",
                assertThrows(EngineException.class, () -> Records.runtime(unknown))
                        .getMessage());
    }

    @Test
    void sendsOciObjectsAsJsonUnderTheirUrl() {
        Any typed = TypedJson.process("{}".getBytes(StandardCharsets.UTF_8));
        assertEquals("types.containerd.io/opencontainers/runtime-spec/1/Process", typed.getTypeUrl());
        assertEquals("{}", typed.getValue().toStringUtf8());
        assertEquals("Process", TypedJson.typeName(typed));
    }

    @Test
    void understandsVersionsOfOciRuntimes() {
        assertEquals(
                new Component("1.1.5+ds1", "1.1.5+ds1-1+deb12u1"),
                OciRuntimeVersion.parse("runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\nspec: 1.0.2-dev\n"));
        assertEquals(
                new Component("1.8.1", "f8a096be"), OciRuntimeVersion.parse("crun version 1.8.1\ncommit: f8a096be\n"));
        assertEquals(new Component("", ""), OciRuntimeVersion.ask("/no/such/runtime"));
    }

    @Test
    void settingsHaveDockersDefaultsAndTakeSocketUrls() {
        Settings defaults = Settings.of(Map.of());
        assertEquals("moby", defaults.namespace());
        assertEquals(null, defaults.address());
        assertEquals(Path.of("/var/run/docker/containerd/containerd.sock"), defaults.ownAddress());
        Settings set = Settings.of(Map.of("containerd", "unix:///x/c.sock", "containerd-namespace", "n"));
        assertEquals(Path.of("/x/c.sock"), set.address());
        assertEquals("n", set.namespace());
        assertEquals("overlayfs", defaults.snapshotter());
        assertEquals("native", Settings.of(Map.of("storage-driver", "native")).snapshotter());
    }

    @Test
    void ourOwnContainerdLogsAndServesAsTheDaemonIsTold() {
        assertEquals(
                new Settings.Log("debug", "text"),
                Settings.of(Map.of("debug", true, "log-level", "warn")).log());
        Settings told = Settings.of(Map.of("log-level", "WARN", "log-format", "json", "cri-containerd", true));
        assertEquals(new Settings.Log("warn", "json"), told.log());
        assertFalse(OwnConfig.of(told).contains("v1.cri"));
        assertTrue(OwnConfig.of(Settings.of(Map.of())).contains("v1.cri"));
    }

    @Test
    void ourOwnContainerdKeepsItsThingsBelowOurDirectories() {
        Settings settings = Settings.of(Map.of("data-root", "/d", "exec-root", "/e"));
        String config = OwnConfig.of(settings);
        assertTrue(config.contains("root = \"/d/containerd/daemon\""), config);
        assertTrue(config.contains("state = \"/e/containerd/daemon\""), config);
        assertTrue(config.contains("address = \"/e/containerd/containerd.sock\""), config);
    }

    @Test
    void remembersExecsUntilTheyAreForgotten() {
        KnownExecs execs = new KnownExecs();
        execs.add("c", "x");
        execs.add("c", "y");
        execs.remove("c", "x");
        assertEquals(List.of("y"), execs.of("c"));
        execs.removeAll("c");
        assertEquals(List.of(), execs.containers());
    }

    @Test
    void leavesOutLabelsThatContainerdWouldRefuse() {
        assertEquals(
                Map.of("k", "é".repeat(2047)),
                Labels.acceptable(Map.of("k", "é".repeat(2047), "long", "é".repeat(2047))));
    }
}
