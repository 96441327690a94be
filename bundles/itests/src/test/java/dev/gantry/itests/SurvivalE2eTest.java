package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Containers outlive the daemon and containerd.
@Tag("machine")
class SurvivalE2eTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = TestDaemon.start();
        TestImages.importBusybox(daemon);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private String inspect(String name, String format) {
        return daemon.docker("inspect", "-f", format, name).ok();
    }

    @Test
    void aCrashOfTheDaemonCostsNothing() throws Exception {
        daemon.docker(
                        "run",
                        "-di",
                        "--name",
                        "talker",
                        "-p",
                        "8080:80",
                        "busybox",
                        "sh",
                        "-c",
                        "(while :; do echo pong | nc -l -p 80; done) & i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo line $i; sleep 0.02; done; head -n 1; sleep 1")
                .ok();
        daemon.docker("run", "-d", "--name", "brief", "busybox", "sh", "-c", "sleep 1; exit 17")
                .ok();
        String pid = inspect("talker", "{{.State.Pid}}");
        daemon.crash();
        assertTrue(Files.exists(java.nio.file.Path.of("/proc", pid)));
        Eventually.holds(
                "brief has ended",
                () -> !daemon.containerd().ctr("tasks", "ls").out().contains("RUNNING   brief")
                        && daemon.containerd().ctr("tasks", "ls").lines().stream()
                                .anyMatch(l -> l.contains("STOPPED")));
        daemon.startAgain();
        assertEquals(pid + " running", inspect("talker", "{{.State.Pid}} {{.State.Status}}"));
        assertEquals("exited 17", inspect("brief", "{{.State.Status}} {{.State.ExitCode}}"));
        Eventually.holds(
                "all lines are logged",
                () -> daemon.docker("logs", "--tail", "1", "talker").out().equals("line 400\n"));
        List<String> lines = daemon.docker("logs", "talker").lines();
        assertEquals(IntStream.rangeClosed(1, 400).mapToObj(i -> "line " + i).toList(), lines);
        assertEquals(
                "pong\n",
                daemon.network()
                        .run("busybox", "nc", "-w", "2", "127.0.0.1", "8080")
                        .out());
        Command.Result attached = Command.run(
                List.of("sh", "-c", "(echo echoed; sleep 2) | docker attach talker"),
                daemon.environment(),
                new byte[0]);
        assertEquals("echoed\n", attached.out());
        assertEquals("0", daemon.docker("wait", "talker").ok());
        Command.Result taken = daemon.docker("run", "-d", "--name", "after", "-p", "8080:80", "busybox", "sleep", "5");
        assertEquals(0, taken.exit(), taken.err());
    }

    @Test
    void aRunningPortIsStillTakenAfterACrash() throws Exception {
        daemon.docker("run", "-d", "--name", "c1", "-p", "8080:80", "busybox", "sleep", "60")
                .ok();
        String address = inspect("c1", "{{.NetworkSettings.IPAddress}}");
        daemon.crash();
        daemon.startAgain();
        assertTrue(
                daemon.docker("run", "-p", "8080:80", "busybox", "true").err().contains("port is already allocated"));
        assertTrue(
                !daemon.docker("run", "--rm", "busybox", "hostname", "-i").ok().equals(address));
        assertEquals(address, inspect("c1", "{{.NetworkSettings.IPAddress}}"));
    }

    @Test
    void policiesAndRmHoldAcrossACrash() throws Exception {
        daemon.docker("run", "-d", "--name", "always", "--restart", "always", "busybox", "sh", "-c", "sleep 1")
                .ok();
        daemon.docker("run", "-d", "--name", "temporary", "--rm", "busybox", "sleep", "1")
                .ok();
        daemon.crash();
        Eventually.holds(
                "both have ended",
                () -> daemon.containerd().ctr("tasks", "ls").lines().stream()
                                .filter(l -> l.contains("STOPPED"))
                                .count()
                        == 2);
        daemon.startAgain();
        Eventually.holds(
                "it runs again",
                () -> Integer.parseInt(inspect("always", "{{.RestartCount}}")) >= 1
                        || inspect("always", "{{.State.Running}}").equals("true"));
        Eventually.holds(
                "it is removed", () -> daemon.docker("inspect", "temporary").exit() == 1);
    }

    @Test
    void aGracefulStopStopsContainersByTheirOwnSignal() throws Exception {
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
                        "trap 'echo bye; exit 3' USR1; while :; do sleep 0.1; done")
                .ok();
        daemon.docker("run", "-d", "--name", "kept", "--restart", "always", "busybox", "sleep", "100")
                .ok();
        assertEquals(0, daemon.terminate());
        assertEquals("", daemon.containerd().ctr("tasks", "ls", "-q").out());
        daemon.startAgain();
        assertEquals("exited 3", inspect("c1", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("bye", daemon.docker("logs", "c1").ok());
        Eventually.holds(
                "always is started again",
                () -> inspect("kept", "{{.State.Running}}").equals("true"));
    }

    @Test
    void withLiveRestoreTheyLiveOn() throws Exception {
        daemon.close();
        daemon = TestDaemon.start("--live-restore");
        TestImages.importBusybox(daemon);
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "100").ok();
        String pid = inspect("c1", "{{.State.Pid}}");
        assertEquals(0, daemon.terminate());
        assertTrue(Files.exists(java.nio.file.Path.of("/proc", pid)));
        daemon.startAgain();
        assertEquals(pid + " true", inspect("c1", "{{.State.Pid}} {{.State.Running}}"));
    }

    @Test
    void aCrashOfContainerdCostsNothing() throws Exception {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "busybox",
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo $i; sleep 0.05; done; exit 6")
                .ok();
        daemon.containerd().crash();
        assertTrue(daemon.docker("ps", "--format", "{{.Names}}").ok().contains("c1"));
        daemon.containerd().startAgain();
        assertEquals("6", daemon.docker("wait", "c1").ok());
        assertEquals(
                IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).toList(),
                daemon.docker("logs", "c1").lines());
        assertEquals(
                "again",
                daemon.docker("run", "--rm", "busybox", "echo", "again").ok());
    }

    @Test
    void whatNeedsNoContainerdIsAnsweredWithoutItAndTheRestSaysWhy() throws Exception {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sh", "-c", "echo said; exec sleep 100")
                .ok();
        String pid = inspect("c1", "{{.State.Pid}}");
        daemon.containerd().crash();
        assertEquals("c1", daemon.docker("ps", "--format", "{{.Names}}").ok());
        assertEquals(pid, inspect("c1", "{{.State.Pid}}"));
        assertEquals("said", daemon.docker("logs", "c1").ok());
        assertEquals("1", daemon.docker("info", "-f", "{{.ContainersRunning}}").ok());
        String soon = Long.toString(java.time.Instant.now().getEpochSecond() + 1);
        assertTrue(
                daemon.docker("events", "--since", "1h", "--until", soon).ok().contains(" start "));
        for (List<String> needing :
                List.of(List.of("exec", "c1", "true"), List.of("stop", "c1"), List.of("run", "busybox", "true"))) {
            Command.Result refused = daemon.docker(needing.toArray(String[]::new));
            assertTrue(
                    (refused.out() + refused.err()).contains("containerd does not answer"),
                    needing + ": " + refused.out() + refused.err());
        }
        assertTrue(Files.exists(java.nio.file.Path.of("/proc", pid)));
        daemon.containerd().startAgain();
        assertEquals("hi", daemon.docker("exec", "c1", "echo", "hi").ok());
        assertEquals(pid, inspect("c1", "{{.State.Pid}}"));
    }

    @Test
    void endsThatNobodySawAreToldInTheirOrder() throws Exception {
        for (String[] each : new String[][] {{"third", "9"}, {"first", "5"}, {"second", "6"}}) {
            daemon.docker("run", "-d", "--name", each[0], "busybox", "sleep", each[1])
                    .ok();
        }
        daemon.crash();
        Eventually.holds(
                "all have ended",
                () -> daemon.containerd().ctr("tasks", "ls").lines().stream()
                                .filter(l -> l.contains("STOPPED"))
                                .count()
                        == 3);
        daemon.startAgain();
        assertEquals(
                List.of("first", "second", "third"),
                daemon.docker(
                                "events",
                                "--since",
                                "1h",
                                "--until",
                                Long.toString(java.time.Instant.now().getEpochSecond() + 1),
                                "--filter",
                                "event=die",
                                "--format",
                                "{{.Actor.Attributes.name}}")
                        .lines());
    }

    /// What was cut off is done, or undone, by the next daemon; what ran runs on.
    @Test
    void crashesInTheMiddleOfThingsLeaveNothingBehind() throws Exception {
        daemon.docker("run", "-d", "--name", "kept", "busybox", "sleep", "1000").ok();
        String pid = inspect("kept", "{{.State.Pid}}");
        Leftovers before = Leftovers.of(daemon);
        for (int round = 0; round < 4; round++) {
            List<Thread> clients = new java.util.ArrayList<>();
            for (int client = 0; client < 3; client++) {
                String name = "r" + round + "-" + client;
                clients.add(Thread.ofVirtual().start(() -> {
                    daemon.docker("run", "-d", "--name", name, "-v", "/anonymous", "busybox", "sleep", "1000");
                    daemon.docker("stop", "-t", "0", name);
                    daemon.docker("rm", "-v", name);
                    daemon.docker("run", "--rm", "busybox", "true");
                }));
            }
            // A little later each round, so that another step is cut off.
            java.util.concurrent.locks.LockSupport.parkNanos((300 + 350L * round) * 1_000_000);
            daemon.crash();
            for (Thread client : clients) {
                client.join();
            }
            daemon.startAgain();
            assertEquals(pid + " running", inspect("kept", "{{.State.Pid}} {{.State.Status}}"));
        }
        for (String name : daemon.docker("ps", "-a", "--format", "{{.Names}}").lines()) {
            if (!name.equals("kept")) {
                daemon.docker("rm", "-fv", name).ok();
            }
        }
        Leftovers.sameAs(before, daemon);
    }
}
