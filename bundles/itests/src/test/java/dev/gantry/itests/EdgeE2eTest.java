package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The daemon as a process: what the service manager and the operator's signals see of it.
@Tag("machine")
class EdgeE2eTest {
    /// Opens a socket as descriptor 3, as systemd does, and becomes the daemon.
    private static final String PASS_SOCKET = """
            use Socket; use POSIX (); $^F = 100;
            my $path = shift; socket(S, PF_UNIX, SOCK_STREAM, 0) or die; bind(S, sockaddr_un($path)) or die; listen(S, 99) or die;
            POSIX::dup2(fileno(S), 3) if fileno(S) != 3;
            $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_FDNAMES} = "api.socket";
            exec @ARGV;
            """;

    private TestDaemon daemon;

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    private static boolean pings(Path socket) {
        return Command.run("curl", "-sf", "--unix-socket", socket.toString(), "http://gantry/_ping")
                        .exit()
                == 0;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void takesTheSocketsOfTheServiceManager() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")));
        Path passed = directory.resolve("passed");
        daemon = TestDaemon.startIn(
                _ -> new TestDaemon.Surroundings(List.of("perl", "-e", PASS_SOCKET, passed.toString()), Map.of()),
                "-H",
                "fd://api.socket");
        assertTrue(pings(passed));
        assertFalse(read(Path.of("/proc/" + daemon.pid() + "/environ")).contains("LISTEN_"));
        assertEquals(0, daemon.terminate());
        assertTrue(Files.exists(passed), "the file is the service manager's");
    }

    @Test
    void tellsTheServiceManagerItsStory() throws Exception {
        Path ear = directory.resolve("notify");
        Path heard = directory.resolve("heard");
        Process socat = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + ear, "CREATE:" + heard).start();
        try {
            Eventually.holds("the notify socket is there", () -> Files.exists(ear));
            daemon = TestDaemon.startIn(_ -> new TestDaemon.Surroundings(
                    List.of(), Map.of("NOTIFY_SOCKET", ear.toString(), "WATCHDOG_USEC", "400000")));
            Eventually.holds("READY", () -> read(heard).contains("READY=1\nSTATUS=Serving the Docker API"));
            assertTrue(read(heard).startsWith("STATUS=Starting: "), read(heard));
            Eventually.holds("WATCHDOG", () -> read(heard).contains("WATCHDOG=1WATCHDOG=1"));
            daemon.signal("HUP");
            Eventually.holds("RELOADING", () -> read(heard).contains("RELOADING=1\nMONOTONIC_USEC="));
            Eventually.holds(
                    "READY again",
                    () -> read(heard).lastIndexOf("READY=1") > read(heard).indexOf("RELOADING"));
            assertEquals(0, daemon.terminate());
            Eventually.holds("STOPPING", () -> read(heard).endsWith("STOPPING=1\nSTATUS=Stopping"));
        } finally {
            socat.destroy();
        }
    }

    @Test
    void signalsThatDoNotEndIt() throws Exception {
        daemon = TestDaemon.start();
        daemon.signal("PIPE");
        daemon.signal("USR1");
        Eventually.holds("the dump is there", () -> dumps() == 1);
        assertTrue(pings(daemon.socket()));
        assertEquals(0, daemon.terminate());
    }

    @Test
    void quitTellsAllStacksAndEndsWithTwoAndLeavesContainers() throws Exception {
        assumeTrue(System.getProperty("os.arch", "").equals("amd64"));
        daemon = TestDaemon.start();
        TestImages.importBusybox(daemon);
        daemon.docker("run", "-d", "--name", "left", "busybox", "sleep", "300").ok();
        String pid = daemon.docker("inspect", "-f", "{{.State.Pid}}", "left").ok();
        daemon.signal("QUIT");
        assertEquals(2, daemon.awaitExit());
        String log = read(daemon.log());
        assertTrue(log.contains("SIGQUIT: quit\n"), log);
        assertTrue(log.substring(log.indexOf("SIGQUIT: quit")).contains("gantry-quit"), log);
        assertTrue(Files.exists(Path.of("/proc", pid)), "nothing is cleaned up");
        daemon.startAgain();
        assertTrue(pings(daemon.socket()));
    }

    @Test
    void reloadsAlsoWhenItIsStartedUnderNohup() throws Exception {
        daemon = TestDaemon.startIn(_ -> new TestDaemon.Surroundings(List.of("nohup"), Map.of()));
        daemon.signal("HUP");
        Eventually.holds("the reload is told", () -> read(daemon.log()).contains("Got signal to reload configuration"));
        assertEquals(0, daemon.terminate());
    }

    private long dumps() {
        try (Stream<Path> files = Files.list(daemon.execRoot())) {
            return files.filter(file -> file.getFileName().toString().matches("goroutine-stacks-.*\\.log"))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theFourthSignalForcesTheExit() throws Exception {
        daemon = TestDaemon.start();
        TestImages.importBusybox(daemon);
        daemon.docker(
                        "run",
                        "-d",
                        "--stop-timeout",
                        "60",
                        "--name",
                        "stubborn",
                        "busybox",
                        "sh",
                        "-c",
                        "trap '' TERM; while true; do sleep 1; done")
                .ok();
        String pid =
                daemon.docker("inspect", "-f", "{{.State.Pid}}", "stubborn").ok();
        daemon.signal("TERM");
        Eventually.holds("the socket is gone", () -> !Files.exists(daemon.socket()));
        daemon.signal("TERM");
        // Not INT: who runs the tests in the background has it ignored, and so has the daemon then.
        daemon.signal("TERM");
        assertFalse(read(daemon.log()).contains("Forcing docker daemon shutdown"));
        daemon.signal("TERM");
        assertEquals(143, daemon.awaitExit());
        assertTrue(
                read(daemon.log()).contains("Forcing docker daemon shutdown without cleanup; 3 interrupts received"));
        // Else the next daemon would stop it first, and give it its time.
        Command.run("kill", "-KILL", pid).ok();
        daemon.startAgain();
        daemon.docker("rm", "-f", "stubborn").ok();
    }

    @Test
    void whenThePidFileIsGoneTheDirectoriesAreFree() throws Exception {
        daemon = TestDaemon.start();
        Path pidFile = daemon.root().resolve("gantry.pid");
        assertTrue(Files.exists(pidFile));
        List<Path> locks = List.of(
                daemon.execRoot().resolve("gantry/lock"), daemon.dataRoot().resolve("gantry.lock"));
        daemon.signal("TERM");
        Eventually.holds("the pid file is gone", () -> Files.notExists(pidFile), daemon::logTail);
        for (Path lock : locks) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                assertTrue(channel.tryLock() != null, lock.toString());
            }
        }
        assertEquals(0, daemon.awaitExit());
    }

    @Test
    void aFailedStartEndsWithOneAndSaysWhy() {
        Command.Result result = Command.run(
                TestDaemon.distribution().resolve("bin/gantryd").toString(),
                "-H",
                "unix://" + directory.resolve("s"),
                "--data-root",
                directory.resolve("data").toString(),
                "--exec-root",
                directory.resolve("exec").toString(),
                "--pidfile",
                directory.resolve("pid").toString(),
                "--containerd",
                directory.resolve("none").toString(),
                "--tlsverify",
                "--tlscert",
                directory.resolve("none.pem").toString());
        assertEquals(1, result.exit());
        assertTrue(
                result.err()
                        .contains(
                                "failed to start daemon: invalid TLS configuration: could not load X509 key pair (cert: \""),
                result.err());
        assertFalse(Files.exists(directory.resolve("s")));
        assertFalse(Files.exists(directory.resolve("pid")));
        assertFalse(Files.exists(directory.resolve("exec/unmount-on-shutdown")));
    }
}
