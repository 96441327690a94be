package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a shell script in containerd's place.
class SupervisorTest {
    @TempDir
    Path directory;

    private final List<Integer> signals = new CopyOnWriteArrayList<>();
    private Path program;
    private Settings settings;
    private OwnProcess own;
    private Supervisor supervisor;

    @BeforeEach
    void makeStandIn() throws IOException {
        program = directory.resolve("containerd");
        Files.writeString(program, "#!/bin/sh\necho started $NOTIFY_SOCKET\nexec tail -f \"$2\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        settings = new Settings(
                null,
                directory.resolve("no.sock"),
                "n",
                directory.resolve("data"),
                directory.resolve("run"),
                Settings.Log.USUAL,
                false,
                "native");
        supervised(Duration.ofSeconds(15));
    }

    /// @param patience with one that is told to end
    private void supervised(Duration patience) {
        own = new OwnProcess(() -> settings, (_, signal) -> signals.add(signal), program.toString(), patience);
        supervisor = supervisor(() -> true);
    }

    private Supervisor supervisor(BooleanSupplier ping) {
        return new Supervisor(own, ping, new Supervisor.Limits(Duration.ofMillis(300), Duration.ofMillis(300)));
    }

    @AfterEach
    void end() {
        supervisor.close(true);
    }

    @Test
    void keepsItsFilesToItselfAndWritesWhatItWasToldTo() throws Exception {
        settings = settings.withLog(new Settings.Log("warn", "json"));
        supervisor.start();
        Path run = directory.resolve("run/containerd");
        assertEquals("rwx------", mode(run));
        for (String file : List.of("containerd.toml", "containerd.pid")) {
            assertEquals("rw-------", mode(run.resolve(file)));
        }
        String config = Files.readString(run.resolve("containerd.toml"));
        assertTrue(config.contains("level = \"warn\""), config);
        assertTrue(config.contains("format = \"json\""), config);
        assertTrue(config.contains("oom_score = -500"), config);
        assertTrue(config.contains("\"io.containerd.grpc.v1.cri\""), config);
    }

    @Test
    void aPathWithQuotesStaysOneString() {
        assertEquals("\"a \\\"b\\\\c\\u000a\"", OwnConfig.quoted("a \"b\\c\n"));
    }

    @Test
    void isALeaderOfItsOwnSessionAndWritesToItsLog() throws Exception {
        supervisor.start();
        Path log = directory.resolve("run/containerd/containerd.log");
        awaitTrue(() -> contains(log, "started"));
        String[] stat = Files.readString(Path.of("/proc/" + pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        assertEquals(Long.toString(pid()), stat[3]);
        assertEquals(Path.of("/dev/null"), Path.of("/proc/" + pid() + "/fd/0").toRealPath());
        assertFalse(Files.readString(Path.of("/proc/" + pid() + "/environ")).contains("NOTIFY_SOCKET="));
    }

    @Test
    void killsTheOneThatDoesNotAnswerAfterItHasWrittenItsStacks() throws Exception {
        AtomicBoolean answers = new AtomicBoolean();
        supervisor = supervisor(answers::get);
        supervisor.start();
        long first = pid();
        awaitTrue(() -> pid() != first);
        answers.set(true);
        assertEquals(10, signals.getFirst());
        assertFalse(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void triesOnWhenItCannotBeStarted() throws Exception {
        supervisor.start();
        long first = pid();
        Path away = directory.resolve("away");
        Files.move(program, away);
        assertTrue(ProcessHandle.of(first).orElseThrow().destroyForcibly());
        ProcessHandle.of(first).ifPresent(handle -> handle.onExit().join());
        Files.move(away, program);
        awaitTrue(() -> pid() != first);
    }

    @Test
    void pausesGrowUpToTenSeconds() {
        assertEquals(
                List.of(0L, 50L, 100L, 200L),
                List.of(1, 2, 3, 4).stream().map(Supervisor::pause).toList());
        assertEquals(10_000, Supervisor.pause(1000));
    }

    @Test
    void removesPidFileAndSocketWhenItIsStopped() throws Exception {
        supervisor.start();
        Files.createFile(settings.ownAddress());
        supervisor.close(true);
        assertFalse(Files.exists(directory.resolve("run/containerd/containerd.pid")));
        assertFalse(Files.exists(settings.ownAddress()));
    }

    @Test
    void oneThatDoesNotEndWhenItIsToldToIsKilled() throws Exception {
        supervised(Duration.ofMillis(200));
        Files.writeString(program, "#!/bin/sh\ntrap '' TERM\necho deaf\nwhile :; do sleep 1; done # \"$2\"\n");
        supervisor.start();
        awaitTrue(() -> contains(directory.resolve("run/containerd/containerd.log"), "deaf"));
        ProcessHandle deaf = ProcessHandle.of(pid()).orElseThrow();
        supervisor.close(true);
        deaf.onExit().get(10, TimeUnit.SECONDS);
        assertFalse(Files.exists(directory.resolve("run/containerd/containerd.pid")));
    }

    @Test
    void isNotTheServiceThatTheManagerWaitsFor() {
        Map<String, String> variables = new HashMap<>(Map.of("NOTIFY_SOCKET", "/run/notify", "PATH", "/bin"));
        OwnProcess.environment(variables);
        assertEquals(Map.of("PATH", "/bin"), variables);
    }

    /// Else the next daemon would start another beside it.
    @Test
    void oneWhoseIdCannotBeKeptDoesNotLiveOn() throws Exception {
        Path kept = directory.resolve("run/containerd/containerd.pid");
        Files.createDirectories(kept.resolve("in the way"));
        assertThrows(EngineException.class, supervisor::start);
        awaitTrue(() -> ProcessHandle.current().children().noneMatch(this::isOurs));
    }

    /// Known by its arguments, as it may be killed before it has begun with anything.
    private boolean isOurs(ProcessHandle child) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"))
                    .contains(directory.toString());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void cutsALogThatHasGrownTooLong() throws Exception {
        supervisor.start();
        Path log = directory.resolve("run/containerd/containerd.log");
        Files.write(log, new byte[17 << 20]);
        own.boundLog();
        // containerd, which has just started, may add lines of its own at any moment.
        assertTrue(Files.size(log) < 1 << 20);
        assertTrue(Files.size(directory.resolve("run/containerd/containerd.log.1")) >= 17 << 20);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static boolean contains(Path file, String text) throws IOException {
        return Files.exists(file) && Files.readString(file).contains(text);
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 200 && !condition.call(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(condition.call());
    }

    @Test
    void startsAgainWhatDied() throws Exception {
        supervisor.start();
        long first = pid();
        assertTrue(ProcessHandle.of(first).orElseThrow().destroyForcibly());
        for (int i = 0; i < 100 && pid() == first; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertNotEquals(first, pid());
        assertTrue(ProcessHandle.of(pid()).orElseThrow().isAlive());
    }

    @Test
    void leavesItAliveForTheNextDaemonWhichAdoptsIt() throws Exception {
        supervisor.start();
        long first = pid();
        supervisor.close(false);
        supervisor = supervisor(() -> true);
        supervisor.start();
        assertEquals(first, pid());
        supervisor.close(true);
        assertFalse(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false));
        assertNull(own.adopt());
    }

    @Test
    void doesNotAdoptAStrangerThatHasGotThePid() throws Exception {
        Files.createDirectories(directory.resolve("run/containerd"));
        Files.writeString(
                directory.resolve("run/containerd/containerd.pid"),
                Long.toString(ProcessHandle.current().pid()));
        assertNull(own.adopt());
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("run/containerd/containerd.pid"))
                .strip());
    }
}
