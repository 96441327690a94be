package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bundles are updated from the console while the daemon is under load.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class SwapE2eTest {
    private static final int SWAPS = 50;
    private static final int LINES = 30_000;

    private final TestDaemon daemon;

    SwapE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void removeAll() {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
    }

    private void swap(String symbolicName, int times) {
        String update = "update " + daemon.bundleId(symbolicName);
        daemon.console(String.join("; ", java.util.Collections.nCopies(times, update)))
                .ok();
    }

    @Test
    void noLineIsLostDoubledOrMovedWhileTheLogDriverIsSwapped() throws Exception {
        List<String> names = List.of("w1", "w2", "w3", "w4");
        String script = "i=0; while [ $i -lt " + LINES
                + " ]; do i=$((i+1)); echo line $i; [ $((i%200)) -ne 0 ] || sleep 0.1; done";
        for (String name : names) {
            daemon.docker("run", "-d", "--name", name, "busybox", "sh", "-c", script)
                    .ok();
        }
        swap("dev.gantry.logging.jsonfile", SWAPS);
        List<String> wanted =
                IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList();
        for (String name : names) {
            assertEquals("0", daemon.docker("wait", name).ok());
            Path file =
                    Path.of(daemon.docker("inspect", "-f", "{{.LogPath}}", name).ok());
            List<String> written = Files.readAllLines(file).stream()
                    .map(json -> json.substring("{\"log\":\"".length(), json.indexOf("\\n\"")))
                    .toList();
            assertEquals(wanted, written, name);
        }
    }

    @Test
    void noRequestFailsWhileTheUnixListenerIsSwapped() throws Exception {
        noRequestFails("dev.gantry.listener.unix");
    }

    @Test
    void noRequestFailsWhileTheContainersRouterIsSwapped() throws Exception {
        noRequestFails("dev.gantry.router.containers");
    }

    @Test
    void noRequestFailsWhileTheVersionMiddlewareIsSwapped() throws Exception {
        noRequestFails("dev.gantry.middleware.version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.gantry.json",
                "dev.gantry.http",
                "dev.gantry.config",
                "dev.gantry.daemon",
                "dev.gantry.events",
                "dev.gantry.logging.core",
                "dev.gantry.logging.files",
                "dev.gantry.network.core",
                "dev.gantry.images",
                "dev.gantry.libcontainerd",
                "dev.gantry.linux",
                "dev.gantry.volume.core",
                "dev.gantry.router.system"
            })
    void noRequestFailsWhileAPartOfTheDaemonIsSwapped(String bundle) throws Exception {
        String id = daemon.docker("run", "-d", "busybox", "sleep", "100").ok();
        String pid = daemon.docker("inspect", "-f", "{{.State.Pid}}", id).ok();
        noRequestFails(bundle, 5);
        assertEquals(
                pid + " true",
                daemon.docker("inspect", "-f", "{{.State.Pid}} {{.State.Running}}", id)
                        .ok());
    }

    @Test
    void aFollowedLogGoesOnWhileWhatItComesThroughIsSwapped() throws Exception {
        String script = "i=0; while [ $i -lt 4000 ]; do i=$((i+1)); echo $i; [ $((i%20)) -ne 0 ] || usleep 50000; done";
        daemon.docker("run", "-d", "--name", "followed", "busybox", "sh", "-c", script)
                .ok();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Command.Result> follower = tasks.submit(() -> daemon.docker("logs", "-f", "followed"));
            for (String bundle : List.of(
                    "dev.gantry.logging.core",
                    "dev.gantry.logging.jsonfile",
                    "dev.gantry.engine",
                    "dev.gantry.http",
                    "dev.gantry.linux")) {
                swap(bundle, 2);
            }
            assertEquals("0", daemon.docker("wait", "followed").ok());
            assertEquals(
                    IntStream.rangeClosed(1, 4000).mapToObj(String::valueOf).toList(),
                    follower.get().lines());
        }
    }

    @Test
    void noRequestFailsWhileTheEngineIsSwapped() throws Exception {
        String id = daemon.docker("run", "-d", "busybox", "sleep", "100").ok();
        String pid = daemon.docker("inspect", "-f", "{{.State.Pid}}", id).ok();
        noRequestFails("dev.gantry.engine", 10);
        assertEquals(
                pid + " true",
                daemon.docker("inspect", "-f", "{{.State.Pid}} {{.State.Running}}", id)
                        .ok());
    }

    @Test
    void runsEndAsTheyShouldWhileWhatTheEngineStandsOnIsUpdated() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> runs = tasks.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    List<String> command =
                            new ArrayList<>(List.of("run", "busybox", "sh", "-c", "echo " + i + "; exit 3"));
                    if (i % 2 == 0) {
                        command.add(1, "--rm");
                    }
                    Command.Result run = daemon.docker(command.toArray(String[]::new));
                    expected.add(i + "; 3; ");
                    seen.add(run.out().strip() + "; " + run.exit() + "; " + run.err());
                }
            });
            try {
                for (int i = 0; i < 4; i++) {
                    swap("dev.gantry.linux", 1);
                    swap("dev.gantry.engine", 1);
                }
            } finally {
                done.set(true);
            }
            runs.get();
        }
        assertEquals(expected, seen);
    }

    @Test
    void containersRunOnWhileAnyOtherPartIsUpdated() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "steady",
                        "-p",
                        "8090:80",
                        "busybox",
                        "sh",
                        "-c",
                        "i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done")
                .ok();
        String pid = daemon.docker("inspect", "-f", "{{.State.Pid}}", "steady").ok();
        for (String bundle : List.of(
                "dev.gantry.libcontainerd",
                "dev.gantry.network.core",
                "dev.gantry.network.bridge",
                "dev.gantry.logging.core",
                "dev.gantry.images",
                "dev.gantry.volumes",
                "dev.gantry.events",
                "dev.gantry.json",
                "dev.gantry.linux")) {
            String symbolicName = bundle.equals("dev.gantry.volumes") ? "dev.gantry.volume.core" : bundle;
            swap(symbolicName, 1);
            assertEquals(
                    "again",
                    daemon.docker("run", "--rm", "busybox", "echo", "again").ok(),
                    symbolicName);
            assertEquals(
                    pid + " true",
                    daemon.docker("inspect", "-f", "{{.State.Pid}} {{.State.Running}}", "steady")
                            .ok(),
                    symbolicName);
        }
        daemon.docker("kill", "steady").ok();
        List<String> lines = daemon.docker("logs", "steady").lines();
        assertEquals(
                IntStream.rangeClosed(1, lines.size()).mapToObj(String::valueOf).toList(), lines);
    }

    private void noRequestFails(String symbolicName) throws Exception {
        noRequestFails(symbolicName, SWAPS);
    }

    private void noRequestFails(String symbolicName, int times) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Integer>> clients = new ArrayList<>();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String path : List.of("/_ping", "/containers/json")) {
                clients.add(tasks.submit(() -> RawClient.keepAsking(daemon.socket(), path, done)));
                clients.add(tasks.submit(() -> RawClient.askAnew(daemon.socket(), path, done)));
            }
            try {
                swap(symbolicName, times);
            } finally {
                done.set(true);
            }
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > 0);
            }
        }
    }
}
