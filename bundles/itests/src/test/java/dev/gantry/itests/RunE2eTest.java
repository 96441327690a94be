package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `docker run` with the flags that shape the process.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class RunE2eTest {
    private final TestDaemon daemon;

    RunE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    private String run(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("run", "--rm"));
        all.addAll(List.of(arguments));
        return daemon.docker(all.toArray(String[]::new)).ok();
    }

    private String sh(String script, String... flags) {
        List<String> all = new java.util.ArrayList<>(List.of(flags));
        all.addAll(List.of("busybox", "sh", "-c", script));
        return run(all.toArray(String[]::new));
    }

    @Test
    void printsWhatTheProcessPrints() {
        Command.Result result = daemon.docker("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2");
        assertEquals(0, result.exit(), result.err());
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
    }

    @ParameterizedTest
    @CsvSource({"0,exit 0", "7,exit 7", "255,exit 255", "137,kill -9 $$", "143,kill -15 $$; sleep 1"})
    void exitsAsTheProcessDoes(int code, String script) {
        assertEquals(
                code,
                daemon.docker("run", "--rm", "--init", "busybox", "sh", "-c", script)
                        .exit());
    }

    @Test
    void aMissingCommandIs127AndLeavesNoContainer() {
        Command.Result result = daemon.docker("run", "--rm", "--name", "nocommand", "busybox", "no-such-command");
        assertEquals(127, result.exit(), result.err());
        assertTrue(result.err().contains("executable file not found in $PATH"), result.err());
        assertEquals(1, daemon.docker("inspect", "nocommand").exit());
    }

    @Test
    void aDirectoryAsCommandIs126() {
        Command.Result result = daemon.docker("run", "--rm", "busybox", "/etc");
        assertEquals(126, result.exit(), result.err());
        assertTrue(result.err().contains("permission denied"), result.err());
    }

    @Test
    void aFileWithoutExecuteBitIs126() {
        Command.Result result = daemon.docker("run", "--rm", "busybox", "/etc/plain");
        assertEquals(126, result.exit(), result.err());
        assertTrue(result.err().contains("permission denied"), result.err());
    }

    @Test
    void readsStandardInput() {
        byte[] input = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "2",
                daemon.dockerWithInput(input, "run", "--rm", "-i", "busybox", "wc", "-l")
                        .ok()
                        .strip());
    }

    @Test
    void carriesALargeStandardInputWhole() {
        byte[] input = new byte[8 << 20];
        new java.util.Random(7).nextBytes(input);
        assertEquals(
                "" + input.length,
                daemon.dockerWithInput(input, "run", "--rm", "-i", "busybox", "wc", "-c")
                        .ok()
                        .strip());
    }

    @Test
    void aTerminalIsATerminal() {
        Command.Result result = daemon.dockerOnTerminal(
                "", "run --rm -t busybox sh -c 'tty; test -t 0 && test -t 1 && echo yes; echo $TERM'");
        assertEquals(0, result.exit(), result.err());
        assertTrue(result.out().contains("/dev/pts/0"), result.out());
        assertTrue(result.out().contains("yes"), result.out());
        assertTrue(result.out().contains("xterm"), result.out());
    }

    @Test
    void environmentComesFromFlagsAndFiles(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("env"), "B=2\n# comment\nC=3 4\n");
        assertEquals("1-2-3 4", sh("echo $A-$B-$C", "-e", "A=1", "--env-file", file.toString()));
        assertEquals("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", sh("echo $PATH"));
    }

    @Test
    void workingDirectoryIsMadeWhenMissing() {
        assertEquals("/new/place", run("-w", "/new/place", "busybox", "pwd"));
    }

    @ParameterizedTest
    @CsvSource({"nobody,65534 65534", "1000,1000 0", "1000:1001,1000 1001", "daemon,1 1", "nobody:staff,65534 50"})
    void userIsResolvedInTheContainer(String user, String ids) {
        assertEquals(ids, sh("echo $(id -u) $(id -g)", "-u", user));
    }

    @Test
    void anUnknownUserIsRefused() {
        Command.Result result = daemon.docker("run", "--rm", "-u", "stranger", "busybox", "id");
        assertEquals(125, result.exit());
        assertTrue(
                result.err().contains("unable to find user stranger: no matching entries in passwd file"),
                result.err());
    }

    @Test
    void hostnameIsTheShortIdOrTheOneGiven() {
        assertEquals("box", run("--hostname", "box", "busybox", "hostname"));
        assertTrue(run("busybox", "hostname").matches("[0-9a-f]{12}"));
    }

    @Test
    void labelsAreInspected() {
        daemon.docker("create", "--name", "labelled", "--label", "a=b", "--label", "c", "busybox")
                .ok();
        assertEquals(
                "b|",
                daemon.docker("inspect", "-f", "{{.Config.Labels.a}}|{{.Config.Labels.c}}", "labelled")
                        .ok());
        daemon.docker("rm", "labelled").ok();
    }

    @Test
    void entrypointIsReplaced() {
        assertEquals("x y", run("--entrypoint", "echo", "busybox", "x", "y"));
    }

    @Test
    void aReadOnlyRootRefusesWrites() {
        Command.Result result = daemon.docker("run", "--rm", "--read-only", "busybox", "touch", "/file");
        assertEquals(1, result.exit());
        assertTrue(result.err().contains("Read-only file system"), result.err());
        sh("touch /scratch/f", "--read-only", "--tmpfs", "/scratch");
    }

    @Test
    void tmpfsTakesItsOptions() {
        String line = sh("grep ' /scratch ' /proc/mounts", "--tmpfs", "/scratch:size=1m,mode=700");
        assertTrue(line.startsWith("tmpfs /scratch tmpfs rw,nosuid,nodev,noexec,"), line);
        assertTrue(line.contains("size=1024k") && line.contains("mode=700"), line);
    }

    @Test
    void bindMountsAreReadAndWritten(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("in"), "hello");
        assertEquals("hello", sh("cat /m/in; echo back > /m/out", "-v", directory + ":/m"));
        assertEquals("back\n", Files.readString(directory.resolve("out")));
        Command.Result refused = daemon.docker("run", "--rm", "-v", directory + ":/m:ro", "busybox", "touch", "/m/x");
        assertTrue(refused.err().contains("Read-only file system"), refused.err());
        assertEquals("hello", sh("cat /n/in", "--mount", "type=bind,source=" + directory + ",target=/n,readonly"));
    }

    @Test
    void aMissingBindSourceIsMadeForVAndRefusedForMount(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        sh("true", "-v", missing + ":/m");
        assertTrue(Files.isDirectory(missing));
        Path other = directory.resolve("other");
        Command.Result refused =
                daemon.docker("run", "--rm", "--mount", "type=bind,source=" + other + ",target=/m", "busybox", "true");
        assertEquals(125, refused.exit());
        assertTrue(refused.err().contains("bind source path does not exist: " + other), refused.err());
        assertFalse(Files.exists(other));
    }

    @Test
    void memoryCpuAndPidLimitsReachTheCgroup() {
        String id = daemon.docker(
                        "run", "-d", "--memory", "64m", "--cpus", "0.5", "--pids-limit", "50", "busybox", "sleep", "60")
                .ok();
        try {
            assertEquals(
                    "67108864 500000000 50 134217728",
                    daemon.docker(
                                    "inspect",
                                    "-f",
                                    "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.MemorySwap}}",
                                    id)
                            .ok());
            String limit = daemon.docker(
                            "exec",
                            id,
                            "sh",
                            "-c",
                            "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max")
                    .ok();
            assertEquals("67108864", limit);
            assertEquals(
                    "50",
                    daemon.docker(
                                    "exec",
                                    id,
                                    "sh",
                                    "-c",
                                    "cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max")
                            .ok());
        } finally {
            daemon.docker("rm", "-f", id);
        }
    }

    @Test
    void capabilitiesFollowTheFlags() {
        String byDefault = sh("grep CapEff /proc/self/status");
        assertEquals("CapEff:\t00000000a80425fb", byDefault);
        assertEquals("CapEff:\t0000000000000000", sh("grep CapEff /proc/self/status", "--cap-drop", "ALL"));
        assertEquals(
                "CapEff:\t0000000000000400",
                sh("grep CapEff /proc/self/status", "--cap-drop", "all", "--cap-add", "net_bind_service"));
        assertEquals("CapEff:\t00000000a80435fb", sh("grep CapEff /proc/self/status", "--cap-add", "NET_ADMIN"));
    }

    @Test
    void theDefaultSeccompProfileIsOn() {
        assertEquals("Seccomp:\t2", sh("grep Seccomp: /proc/self/status"));
        assertEquals("Seccomp:\t0", sh("grep Seccomp: /proc/self/status", "--security-opt", "seccomp=unconfined"));
        assertEquals("NoNewPrivs:\t1", sh("grep NoNewPrivs /proc/self/status", "--security-opt", "no-new-privileges"));
    }

    @Test
    void privilegedSeesDevicesAndMayMount() {
        sh("mkdir /x; mount -t tmpfs none /x && test -e /dev/kmsg", "--privileged");
        Command.Result refused =
                daemon.docker("run", "--rm", "busybox", "sh", "-c", "mkdir /x; mount -t tmpfs none /x");
        assertEquals(1, refused.exit());
    }

    @Test
    void kernelFilesAreMasked() {
        assertEquals("0", sh("cat /proc/keys 2>/dev/null | wc -c").strip());
        Command.Result refused = daemon.docker("run", "--rm", "busybox", "sh", "-c", "echo 1 > /proc/sys/kernel/panic");
        assertTrue(refused.err().contains("Read-only file system"), refused.err());
    }

    @Test
    void initIsProcessOne() {
        assertTrue(sh("cat /proc/1/cmdline | tr '\\0' ' '", "--init").startsWith("/sbin/docker-init -- sh -c"));
    }

    @Test
    void theDefaultNamespacesAreItsOwn() {
        assertEquals("1", sh("echo $$"));
        assertEquals("1", run("--pid", "host", "busybox", "sh", "-c", "test $$ -gt 1 && echo 1"));
    }

    @Test
    void ulimitsAndSysctlsAndShmReachTheProcess() {
        assertEquals("77", sh("ulimit -n", "--ulimit", "nofile=77:77"));
        assertEquals("9", sh("cat /proc/sys/net/ipv4/ip_default_ttl", "--sysctl", "net.ipv4.ip_default_ttl=9"));
        assertTrue(sh("grep ' /dev/shm ' /proc/mounts", "--shm-size", "1m").contains("size=1024k"));
    }

    @Test
    void aDeviceIsPassedThrough() {
        assertEquals("1 3", sh("stat -c '%t %T' /dev/other", "--device", "/dev/null:/dev/other"));
    }

    @Test
    void detachedPrintsTheIdAndRunsOn() {
        String id = daemon.docker("run", "-d", "--name", "detached", "busybox", "sleep", "60")
                .ok();
        assertTrue(id.matches("[0-9a-f]{64}"), id);
        assertEquals(
                "true",
                daemon.docker("inspect", "-f", "{{.State.Running}}", "detached").ok());
        daemon.docker("rm", "-f", "detached").ok();
    }

    @Test
    void rmRemovesContainerAndAnonymousVolume() {
        List<String> before = daemon.docker("volume", "ls", "-q").lines();
        sh("touch /data/x", "--name", "gone", "-v", "/data");
        Eventually.holds(
                "the container is gone", () -> daemon.docker("inspect", "gone").exit() == 1);
        assertEquals(before, daemon.docker("volume", "ls", "-q").lines());
    }

    @Test
    void cidFileHoldsTheId(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("cid");
        run("--cidfile", file.toString(), "busybox", "true");
        assertTrue(Files.readString(file).matches("[0-9a-f]{64}"));
    }
}
