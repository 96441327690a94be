package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// start, stop, kill, restart, pause, wait, rm, rename, ps, inspect, top, stats, events, port, update.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class LifecycleE2eTest {
    private final TestDaemon daemon;

    LifecycleE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void removeAll() {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
    }

    private String inspect(String name, String format) {
        return daemon.docker("inspect", "-f", format, name).ok();
    }

    @Test
    void createThenStartThenWait() {
        daemon.docker("create", "--name", "c1", "busybox", "sh", "-c", "exit 3").ok();
        assertEquals(
                "created 0 0001-01-01T00:00:00Z",
                inspect("c1", "{{.State.Status}} {{.State.ExitCode}} {{.State.StartedAt}}"));
        assertEquals("c1", daemon.docker("start", "c1").ok());
        assertEquals("3", daemon.docker("wait", "c1").ok());
        assertEquals("exited 3", inspect("c1", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("3", daemon.docker("wait", "c1").ok());
    }

    @Test
    void startAttachedGivesOutputAndCode() {
        daemon.docker("create", "--name", "c1", "busybox", "sh", "-c", "echo hi; exit 4")
                .ok();
        Command.Result result = daemon.docker("start", "-a", "c1");
        assertEquals("hi\n", result.out());
        assertEquals(4, result.exit());
    }

    @Test
    void stopSendsTheSignalThenKills() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "polite",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'echo bye; exit 5' TERM; while :; do sleep 0.1; done")
                .ok();
        assertEquals("polite", daemon.docker("stop", "polite").ok());
        assertEquals("5", inspect("polite", "{{.State.ExitCode}}"));
        assertEquals("bye", daemon.docker("logs", "polite").ok());
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "stubborn",
                        "busybox",
                        "sh",
                        "-c",
                        "trap '' TERM; while :; do sleep 0.1; done")
                .ok();
        daemon.docker("stop", "-t", "1", "stubborn").ok();
        assertEquals("137", inspect("stubborn", "{{.State.ExitCode}}"));
    }

    @Test
    void stopSignalOfTheContainerIsUsed() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "--stop-signal",
                        "USR1",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'exit 9' USR1; while :; do sleep 0.1; done")
                .ok();
        daemon.docker("stop", "c1").ok();
        assertEquals("9", inspect("c1", "{{.State.ExitCode}}"));
    }

    @Test
    void killWithASignal() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'exit 8' HUP; while :; do sleep 0.1; done")
                .ok();
        assertEquals("c1", daemon.docker("kill", "-s", "HUP", "c1").ok());
        assertEquals("8", daemon.docker("wait", "c1").ok());
        Command.Result again = daemon.docker("kill", "c1");
        assertEquals(1, again.exit());
        assertTrue(again.err().contains("is not running"), again.err());
    }

    @Test
    void restartRunsAgain() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sh", "-c", "echo up; exec sleep 60")
                .ok();
        String first = inspect("c1", "{{.State.Pid}}");
        daemon.docker("restart", "-t", "0", "c1").ok();
        assertEquals("true", inspect("c1", "{{.State.Running}}"));
        assertTrue(!first.equals(inspect("c1", "{{.State.Pid}}")));
        Eventually.holds(
                "both lines are logged", () -> daemon.docker("logs", "c1").out().equals("up\nup\n"));
    }

    @Test
    void pauseAndUnpause() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "60").ok();
        daemon.docker("pause", "c1").ok();
        assertEquals("paused true true", inspect("c1", "{{.State.Status}} {{.State.Paused}} {{.State.Running}}"));
        assertTrue(daemon.docker("ps", "--format", "{{.Status}}").ok().endsWith("(Paused)"));
        assertTrue(daemon.docker("exec", "c1", "true").err().contains("is paused, unpause the container before exec"));
        assertTrue(daemon.docker("pause", "c1").err().contains("is already paused"));
        daemon.docker("unpause", "c1").ok();
        assertEquals("running", inspect("c1", "{{.State.Status}}"));
    }

    @Test
    void rmRefusesARunningOne() {
        String id = daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "60")
                .ok();
        Command.Result refused = daemon.docker("rm", "c1");
        assertEquals(1, refused.exit());
        assertTrue(
                refused.err()
                        .contains(
                                "cannot remove container \"/c1\": container is running: stop the container before removing or force remove"),
                refused.err());
        assertEquals("c1", daemon.docker("rm", "-f", "c1").ok());
        assertTrue(daemon.docker("inspect", id).err().contains("no such object: " + id)
                || daemon.docker("inspect", id).err().contains("No such object: " + id));
    }

    @Test
    void renameMovesTheName() {
        daemon.docker("create", "--name", "c1", "busybox").ok();
        daemon.docker("rename", "c1", "c2").ok();
        assertEquals("/c2", inspect("c2", "{{.Name}}"));
        daemon.docker("create", "--name", "c1", "busybox").ok();
        Command.Result refused = daemon.docker("rename", "c1", "c2");
        assertTrue(refused.err().contains("The container name \"/c2\" is already in use by container"), refused.err());
    }

    @Test
    void psFiltersAndFormats() {
        daemon.docker("run", "-d", "--name", "up", "--label", "team=x", "busybox", "sleep", "60")
                .ok();
        daemon.docker("run", "--name", "down", "busybox", "sh", "-c", "exit 2");
        assertEquals(
                List.of("up"), daemon.docker("ps", "--format", "{{.Names}}").lines());
        assertEquals(
                List.of("down", "up"),
                daemon.docker("ps", "-a", "--format", "{{.Names}}").lines());
        assertEquals(
                List.of("down"),
                daemon.docker("ps", "-a", "-f", "exited=2", "--format", "{{.Names}}")
                        .lines());
        assertEquals(
                List.of("up"),
                daemon.docker("ps", "-a", "-f", "label=team=x", "--format", "{{.Names}}")
                        .lines());
        assertEquals(
                List.of("down"),
                daemon.docker("ps", "-a", "-f", "status=exited", "--format", "{{.Names}}")
                        .lines());
        assertEquals(
                List.of("up"),
                daemon.docker("ps", "-a", "-f", "name=^/up$", "--format", "{{.Names}}")
                        .lines());
        assertEquals(
                List.of("down", "up"),
                daemon.docker("ps", "-a", "-f", "ancestor=busybox", "--format", "{{.Names}}")
                        .lines());
        assertEquals(
                List.of("down"),
                daemon.docker("ps", "-n", "1", "--format", "{{.Names}}").lines());
        String row = daemon.docker("ps", "-a", "-f", "name=down", "--format", "{{.Image}}|{{.Command}}|{{.Status}}")
                .ok();
        assertTrue(row.matches("busybox\\|\"sh -c 'exit 2'\"\\|Exited \\(2\\) .* ago"), row);
        assertTrue(daemon.docker("ps", "-s", "--format", "{{.Size}}").ok().contains("(virtual"));
        assertEquals(1, daemon.docker("ps", "-f", "nonsense=1").exit());
    }

    @Test
    void topListsTheProcesses() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "61").ok();
        List<String> lines = daemon.docker("top", "c1").lines();
        assertTrue(lines.get(0).startsWith("UID"), lines.toString());
        assertTrue(lines.get(1).endsWith("sleep 61"), lines.toString());
        assertEquals(2, lines.size());
    }

    @Test
    void statsHaveFigures() {
        daemon.docker("run", "-d", "--name", "c1", "--memory", "64m", "busybox", "sleep", "60")
                .ok();
        String line = daemon.docker("stats", "--no-stream", "--format", "{{.Name}}|{{.MemUsage}}|{{.PIDs}}", "c1")
                .ok();
        assertTrue(line.matches("c1\\|[0-9.]+[KM]iB / 64MiB\\|1"), line);
    }

    @Test
    void eventsTellTheStory() {
        String since = Command.run("date", "+%s.%N").ok();
        daemon.docker("run", "--rm", "--name", "told", "--label", "x=y", "busybox", "true")
                .ok();
        Eventually.holds("destroyed", () -> daemon.docker("inspect", "told").exit() == 1);
        String until = Command.run("date", "+%s.%N").ok();
        List<String> actions = daemon.docker(
                        "events",
                        "--since",
                        since,
                        "--until",
                        until,
                        "--format",
                        "{{.Type}} {{.Action}}",
                        "-f",
                        "type=container")
                .lines();
        assertEquals(
                List.of(
                        "container create",
                        "container attach",
                        "container start",
                        "container die",
                        "container destroy"),
                actions);
        List<String> network = daemon.docker(
                        "events", "--since", since, "--until", until, "--format", "{{.Action}}", "-f", "type=network")
                .lines();
        assertEquals(List.of("connect", "disconnect"), network);
        assertEquals(
                List.of("0"),
                daemon.docker(
                                "events",
                                "--since",
                                since,
                                "--until",
                                until,
                                "-f",
                                "event=die",
                                "-f",
                                "label=x=y",
                                "--format",
                                "{{.Actor.Attributes.exitCode}}")
                        .lines());
    }

    /// What keeps a container from being started again stands in its state, and nobody tries for ever.
    @Test
    void aRestartThatIsRefusedIsTheLast() throws IOException {
        Path source = Files.createDirectory(daemon.root().resolve("mounted"));
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "--restart",
                        "always",
                        "--mount",
                        "type=bind,src=" + source + ",dst=/mounted",
                        "busybox",
                        "sh",
                        "-c",
                        "while [ ! -e /mounted/end ]; do sleep 0.1; done")
                .ok();
        Path away = Files.move(source, source.resolveSibling("away"));
        Files.createFile(away.resolve("end"));
        Eventually.holds("given up", () -> inspect("c1", "{{.State.Status}}").equals("exited"));
        assertTrue(inspect("c1", "{{.State.Error}}").contains("bind source path does not exist"));
        assertEquals("128", daemon.docker("wait", "c1").ok());
        assertEquals("exited 1", inspect("c1", "{{.State.Status}} {{.RestartCount}}"));
    }

    @Test
    void execsKnowTheLinks() {
        daemon.docker("run", "-d", "--name", "db", "--expose", "5432", "busybox", "sleep", "60")
                .ok();
        daemon.docker("run", "-d", "--name", "web", "--link", "db:store", "busybox", "sleep", "60")
                .ok();
        String address = daemon.docker("inspect", "-f", "{{.NetworkSettings.Networks.bridge.IPAddress}}", "db")
                .ok();
        String asked = "echo $STORE_PORT $STORE_NAME";
        assertEquals(
                "tcp://" + address + ":5432 /web/store",
                daemon.docker("exec", "web", "sh", "-c", asked).ok());
        daemon.docker("kill", "db").ok();
        assertEquals("", daemon.docker("exec", "web", "sh", "-c", asked).ok());
    }

    @Test
    void restartPolicyStartsItAgain() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "--restart",
                        "on-failure:2",
                        "busybox",
                        "sh",
                        "-c",
                        "echo try; exit 1")
                .ok();
        Eventually.holds(
                "it gave up after two retries",
                () -> inspect("c1", "{{.RestartCount}} {{.State.Status}}").equals("2 exited"));
        assertEquals("try\ntry\ntry", daemon.docker("logs", "c1").ok());
    }

    @Test
    void alwaysIsStoppedByHandOnly() {
        daemon.docker("run", "-d", "--name", "c1", "--restart", "always", "busybox", "sh", "-c", "sleep 0.2")
                .ok();
        Eventually.holds("restarted", () -> Integer.parseInt(inspect("c1", "{{.RestartCount}}")) >= 2);
        daemon.docker("stop", "c1").ok();
        assertEquals("exited", inspect("c1", "{{.State.Status}}"));
    }

    @Test
    void healthBecomesKnown() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "--health-cmd",
                        "test -e /ok",
                        "--health-interval",
                        "200ms",
                        "--health-retries",
                        "2",
                        "busybox",
                        "sleep",
                        "60")
                .ok();
        assertEquals("starting", inspect("c1", "{{.State.Health.Status}}"));
        Eventually.holds(
                "unhealthy", () -> inspect("c1", "{{.State.Health.Status}}").equals("unhealthy"));
        daemon.docker("exec", "c1", "touch", "/ok").ok();
        Eventually.holds(
                "healthy", () -> inspect("c1", "{{.State.Health.Status}}").equals("healthy"));
        assertTrue(daemon.docker("ps", "--format", "{{.Status}}").ok().endsWith("(healthy)"));
    }

    @Test
    void updateChangesTheLimitsLive() {
        daemon.docker("run", "-d", "--name", "c1", "--memory", "64m", "busybox", "sleep", "60")
                .ok();
        assertEquals(
                "c1",
                daemon.docker("update", "--memory", "128m", "--memory-swap", "256m", "c1")
                        .ok());
        assertEquals(
                "134217728",
                daemon.docker(
                                "exec",
                                "c1",
                                "sh",
                                "-c",
                                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max")
                        .ok());
    }

    @Test
    void cpCopiesBothWays(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) throws Exception {
        daemon.docker("create", "--name", "c1", "busybox", "cat", "/root/in").ok();
        java.nio.file.Path in = java.nio.file.Files.writeString(directory.resolve("in"), "carried");
        daemon.docker("cp", in.toString(), "c1:/root/in").ok();
        assertEquals("carried", daemon.docker("start", "-a", "c1").ok());
        daemon.docker("cp", "c1:/etc/passwd", directory.resolve("out").toString())
                .ok();
        assertTrue(java.nio.file.Files.readString(directory.resolve("out")).startsWith("root:x:0:0"));
        assertEquals(1, daemon.docker("cp", "c1:/nothing", directory.toString()).exit());
        assertTrue(daemon.docker("diff", "c1").lines().contains("A /root/in"));
    }

    @Test
    void versionAndInfoAnswer() {
        assertEquals(
                "1.51", daemon.docker("version", "-f", "{{.Server.APIVersion}}").ok());
        assertEquals(
                "linux|json-file|runc",
                daemon.docker("info", "-f", "{{.OSType}}|{{.LoggingDriver}}|{{.DefaultRuntime}}")
                        .ok());
        assertEquals(
                "inactive",
                daemon.docker("info", "-f", "{{.Swarm.LocalNodeState}}").ok());
        assertEquals(0, daemon.docker("info").exit());
    }

    @Test
    void systemDfCounts() {
        daemon.docker("create", "--name", "c1", "busybox").ok();
        assertTrue(daemon.docker("system", "df", "--format", "{{.Type}} {{.TotalCount}} {{.Active}}")
                .lines()
                .contains("Containers 1 0"));
    }
}
