package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// logs, attach and exec.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class StreamsE2eTest {
    private final TestDaemon daemon;

    StreamsE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void removeAll() {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
    }

    private void finished(String name, String script, String... flags) {
        List<String> all = new java.util.ArrayList<>(List.of("run", "--name", name));
        all.addAll(List.of(flags));
        all.addAll(List.of("busybox", "sh", "-c", script));
        daemon.docker(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-file", "local"})
    void logsGiveStreamsTailAndTimes(String driver) {
        finished("c1", "for i in 1 2 3 4 5; do echo line $i; done; sleep 0.3; echo bad >&2", "--log-driver", driver);
        Command.Result all = daemon.docker("logs", "c1");
        assertEquals("line 1\nline 2\nline 3\nline 4\nline 5\n", all.out());
        assertEquals("bad\n", all.err());
        assertEquals("bad\n", daemon.docker("logs", "--tail", "1", "c1").err());
        assertEquals("", daemon.docker("logs", "--tail", "0", "c1").out());
        String stamped = daemon.docker("logs", "-t", "--tail", "2", "c1").ok();
        assertTrue(stamped.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z line 5"), stamped);
    }

    @Test
    void logsSinceAndUntilCut() {
        finished("c1", "echo early; sleep 1.2; echo late");
        String first = daemon.docker("logs", "-t", "c1").lines().get(0).split(" ")[0];
        String cut = java.time.Instant.parse(first).plusMillis(600).toString();
        assertEquals("late", daemon.docker("logs", "--since", cut, "c1").ok());
        assertEquals("early", daemon.docker("logs", "--until", cut, "c1").ok());
    }

    @Test
    void logsFollowUntilTheEnd() throws Exception {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "busybox",
                        "sh",
                        "-c",
                        "for i in 1 2 3 4 5; do echo $i; sleep 0.2; done")
                .ok();
        assertEquals("1\n2\n3\n4\n5", daemon.docker("logs", "-f", "c1").ok());
    }

    @Test
    void logDetailsCarryLabels() {
        finished("c1", "echo x", "--label", "team=blue", "--log-opt", "labels=team");
        assertEquals("team=blue x", daemon.docker("logs", "--details", "c1").ok());
    }

    @Test
    void theFileHasDockersFormat() throws Exception {
        finished("c1", "echo hello");
        Path file = Path.of(daemon.docker("inspect", "-f", "{{.LogPath}}", "c1").ok());
        assertTrue(
                Files.readString(file)
                        .matches("\\{\"log\":\"hello\\\\n\",\"stream\":\"stdout\",\"time\":\"[0-9T:.-]+Z\"\\}\n"),
                Files.readString(file));
    }

    @Test
    void rotationKeepsTheNewestLines() throws Exception {
        finished(
                "c1",
                "for i in $(seq 1 2000); do echo 0123456789012345678901234567890123456789 $i; done",
                "--log-opt",
                "max-size=20k",
                "--log-opt",
                "max-file=3");
        List<String> lines = daemon.docker("logs", "c1").lines();
        assertTrue(lines.getLast().endsWith(" 2000"));
        assertTrue(lines.size() < 2000 && lines.size() > 300, "kept " + lines.size());
        int first = Integer.parseInt(lines.getFirst().split(" ")[1]);
        assertEquals(
                IntStream.rangeClosed(first, 2000).boxed().toList(),
                lines.stream().map(line -> Integer.valueOf(line.split(" ")[1])).toList());
        Path file = Path.of(daemon.docker("inspect", "-f", "{{.LogPath}}", "c1").ok());
        assertTrue(Files.exists(Path.of(file + ".2")));
    }

    @Test
    void noneCannotBeRead() {
        finished("c1", "echo x", "--log-driver", "none");
        Command.Result refused = daemon.docker("logs", "c1");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("configured logging driver does not support reading"), refused.err());
    }

    @Test
    void aLineLongerThanTheBufferComesBackWhole() {
        finished("c1", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo after");
        String out = daemon.docker("logs", "c1").ok();
        assertEquals("x".repeat(100_000) + "\nafter", out);
    }

    @Test
    void nonBlockingModeLosesNothingWithRoom() {
        finished("c1", "seq 1 1000", "--log-opt", "mode=non-blocking", "--log-opt", "max-buffer-size=4m");
        assertEquals(1000, daemon.docker("logs", "c1").lines().size());
    }

    @Test
    void unknownDriversAndOptionsAreRefused() {
        Command.Result driver = daemon.docker("create", "--log-driver", "nosuch", "busybox");
        assertTrue(driver.err().contains("logger: no log driver named 'nosuch' is registered"), driver.err());
        Command.Result option = daemon.docker("create", "--log-opt", "nosuch=1", "busybox");
        assertTrue(option.err().contains("unknown log opt 'nosuch' for json-file log driver"), option.err());
        Command.Result mode = daemon.docker("create", "--log-opt", "mode=odd", "busybox");
        assertTrue(mode.err().contains("logging mode not supported: odd"), mode.err());
    }

    @Test
    void attachSeesOutputAndSendsInput() throws Exception {
        daemon.docker("run", "-di", "--name", "c1", "busybox", "sh", "-c", "head -n 2; sleep 1")
                .ok();
        // The end of the input ends the attachment to a container whose own input stays open, as with dockerd.
        Command.Result result = Command.run(
                List.of("sh", "-c", "(echo over; echo and out; sleep 2) | docker attach c1"),
                daemon.environment(),
                new byte[0]);
        assertEquals("over\nand out\n", result.out());
        assertEquals(0, result.exit());
    }

    @Test
    void theDetachKeysLeaveItRunning() throws Exception {
        daemon.docker("run", "-dit", "--name", "c1", "busybox", "sh").ok();
        try (Terminal terminal = Terminal.docker(daemon, "attach c1")) {
            terminal.awaits("# ").types("\u0010\u0011").awaits("read escape sequence");
        }
        assertEquals(
                "true",
                daemon.docker("inspect", "-f", "{{.State.Running}}", "c1").ok());
    }

    @Test
    void ownDetachKeysWork() throws Exception {
        daemon.docker("run", "-dit", "--name", "c1", "busybox", "sh").ok();
        try (Terminal terminal = Terminal.docker(daemon, "attach --detach-keys x c1")) {
            terminal.awaits("# ").types("x").awaits("read escape sequence");
        }
    }

    @Test
    void anInteractiveShellTalksBothWaysAndIsResized() throws Exception {
        try (Terminal terminal = Terminal.docker(daemon, "run -it --rm --name c1 busybox sh")) {
            terminal.awaits("# ").types("echo $((6*7))\r").awaits("42");
            terminal.types("stty size\r").awaits("24 80");
            terminal.types("exit 5\r");
            assertEquals(5, terminal.exitCode());
        }
    }

    @Test
    void twoClientsSeeTheSameOutput() throws Exception {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sh", "-c", "sleep 1; for i in 1 2 3; do echo $i; done")
                .ok();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = clients.submit(
                    () -> daemon.docker("attach", "--no-stdin", "c1").out());
            Future<String> two = clients.submit(
                    () -> daemon.docker("attach", "--no-stdin", "c1").out());
            assertEquals("1\n2\n3\n", one.get());
            assertEquals("1\n2\n3\n", two.get());
        }
    }

    @Test
    void signalsAreProxied() throws Exception {
        ProcessBuilder run = new ProcessBuilder(
                        "docker",
                        "run",
                        "--name",
                        "c1",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'exit 42' TERM; echo ready; while :; do sleep 0.1; done")
                .redirectErrorStream(true);
        run.environment().putAll(daemon.environment());
        Process client = run.start();
        Eventually.holds("ready", () -> daemon.docker("logs", "c1").out().contains("ready"));
        client.destroy();
        assertEquals(42, client.waitFor());
    }

    @Test
    void execRunsBesideIt() {
        daemon.docker("run", "-d", "--name", "c1", "-e", "A=1", "-w", "/home", "busybox", "sleep", "60")
                .ok();
        assertEquals(
                "1 2 /home",
                daemon.docker("exec", "-e", "B=2", "c1", "sh", "-c", "echo $A $B $PWD")
                        .ok());
        assertEquals("/tmp", daemon.docker("exec", "-w", "/tmp", "c1", "pwd").ok());
        assertEquals(
                "65534", daemon.docker("exec", "-u", "nobody", "c1", "id", "-u").ok());
        assertEquals(6, daemon.docker("exec", "c1", "sh", "-c", "exit 6").exit());
        Command.Result streams = daemon.docker("exec", "c1", "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\n|err\n", streams.out() + "|" + streams.err());
        assertEquals(
                "3",
                daemon.dockerWithInput("a\nb\nc\n".getBytes(StandardCharsets.UTF_8), "exec", "-i", "c1", "wc", "-l")
                        .ok()
                        .strip());
        assertEquals(
                Command.run("grep", "CapEff", "/proc/self/status").ok(),
                daemon.docker("exec", "--privileged", "c1", "grep", "CapEff", "/proc/self/status")
                        .ok());
    }

    @Test
    void execOnATerminalHasOne() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "60").ok();
        Command.Result result = daemon.dockerOnTerminal("", "exec -t c1 sh -c 'tty && echo $TERM'");
        assertTrue(result.out().contains("/dev/pts/"), result.out());
        assertTrue(result.out().contains("xterm"), result.out());
    }

    @Test
    void execDetachedReturnsAtOnce() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "60").ok();
        assertEquals(
                "",
                daemon.docker("exec", "-d", "c1", "sh", "-c", "sleep 0.3; touch /done")
                        .ok());
        Eventually.holds(
                "it ran",
                () -> daemon.docker("exec", "c1", "test", "-e", "/done").exit() == 0);
    }

    @Test
    void execSaysWhatIsWrong() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "60").ok();
        Command.Result missing = daemon.docker("exec", "c1", "no-such-command");
        assertEquals(127, missing.exit(), missing.out() + missing.err());
        assertTrue(
                (missing.out() + missing.err()).contains("executable file not found in $PATH"),
                missing.out() + missing.err());
        Command.Result directory = daemon.docker("exec", "c1", "/etc");
        assertEquals(126, directory.exit(), directory.out() + directory.err());
        daemon.docker("kill", "c1").ok();
        Command.Result stopped = daemon.docker("exec", "c1", "true");
        assertEquals(1, stopped.exit());
        assertTrue(stopped.err().contains("is not running"), stopped.err());
    }
}
