package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Streams of clients go on while the bundles that they come through are updated.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class LastingStreamsE2eTest {
    private final TestDaemon daemon;
    private final List<Process> clients = new ArrayList<>();

    LastingStreamsE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void endAll() {
        clients.forEach(Process::destroyForcibly);
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
    }

    private void update(String... bundles) {
        for (String bundle : bundles) {
            daemon.console("update " + daemon.bundleId(bundle)).ok();
        }
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(daemon.environment());
        Process client = builder.start();
        clients.add(client);
        return client;
    }

    @Test
    void anAttachedClientMissesNothingWhileWhatItStandsOnIsUpdated() throws Exception {
        String script = "i=0; while [ $i -lt 6000 ]; do i=$((i+1)); echo $i; [ $((i%20)) -ne 0 ] || usleep 50000; done";
        daemon.docker("create", "--name", "attached", "busybox", "sh", "-c", script)
                .ok();
        List<String> wanted =
                IntStream.rangeClosed(1, 6000).mapToObj(String::valueOf).toList();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Command.Result> first = tasks.submit(() -> daemon.docker("start", "-a", "attached"));
            Eventually.holds("it runs", () -> isRunning("attached"));
            for (String bundle : List.of(
                    "dev.gantry.logging.core",
                    "dev.gantry.router.containers",
                    "dev.gantry.engine",
                    "dev.gantry.linux",
                    "dev.gantry.http")) {
                update(bundle);
                update("dev.gantry.logging.core");
            }
            assertTrue(isRunning("attached"), "it ended before the last update");
            assertEquals("0", daemon.docker("wait", "attached").ok());
            assertEquals(wanted, first.get().lines());
        }
    }

    @Test
    void whatIsTypedReachesTheProcessAndItsAnswerComesBackWhileStreamsAreUpdated() throws Exception {
        talks(List.of("docker", "run", "-i", "--name", "echoing", "busybox", "cat"));
    }

    @Test
    void whatIsTypedReachesAnExecAndItsAnswerComesBackWhileStreamsAreUpdated() throws Exception {
        daemon.docker("run", "-d", "--name", "echoing", "busybox", "sleep", "100")
                .ok();
        talks(List.of("docker", "exec", "-i", "echoing", "cat"));
    }

    /// Types numbers while bundles are updated, ends the input, and reads all of them.
    private void talks(List<String> command) throws Exception {
        AtomicBoolean updated = new AtomicBoolean();
        Process client = start(command.toArray(String[]::new));
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor();
                BufferedReader answers = client.inputReader()) {
            Future<Integer> typist = tasks.submit(() -> {
                int typed = 0;
                try (Writer input = client.outputWriter()) {
                    while (!updated.get()) {
                        input.write(++typed + "\n");
                        input.flush();
                        LockSupport.parkNanos(200_000);
                    }
                }
                return typed;
            });
            assertEquals("1", answers.readLine());
            Future<List<String>> rest = tasks.submit(() -> answers.lines().toList());
            try {
                for (String bundle : List.of(
                        "dev.gantry.logging.core",
                        "dev.gantry.engine",
                        "dev.gantry.linux",
                        "dev.gantry.logging.core")) {
                    update(bundle);
                }
            } finally {
                updated.set(true);
            }
            int typed = typist.get();
            assertEquals(
                    IntStream.rangeClosed(2, typed).mapToObj(String::valueOf).toList(), rest.get());
            assertEquals(0, client.waitFor());
        }
    }

    private boolean isRunning(String container) {
        return daemon.docker("inspect", "-f", "{{.State.Running}}", container)
                .out()
                .startsWith("true");
    }

    @Test
    void noEventIsLostOrComesTwiceWhileThoseWhoTellItAreUpdated() throws Exception {
        Process client = start(
                "docker",
                "events",
                "--filter",
                "type=container",
                "--filter",
                "event=create",
                "--format",
                "{{.Actor.Attributes.name}}");
        AtomicBoolean updated = new AtomicBoolean();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor();
                BufferedReader told = client.inputReader()) {
            // The first events may come before the client listens.
            Future<String> first = tasks.submit(told::readLine);
            int before = 0;
            while (!first.isDone()) {
                daemon.docker("create", "--name", "n" + before++, "busybox").ok();
            }
            int begin = Integer.parseInt(first.get().substring(1));
            int unheard = before;
            Future<Integer> creator = tasks.submit(() -> {
                int number = unheard;
                while (!updated.get()) {
                    daemon.docker("create", "--name", "n" + number++, "busybox").ok();
                }
                return number;
            });
            try {
                update(
                        "dev.gantry.events",
                        "dev.gantry.json",
                        "dev.gantry.engine",
                        "dev.gantry.events",
                        "dev.gantry.http");
                update("dev.gantry.router.system", "dev.gantry.events", "dev.gantry.json", "dev.gantry.events");
            } finally {
                updated.set(true);
            }
            int end = creator.get();
            for (int number = begin + 1; number < end; number++) {
                assertEquals("n" + number, told.readLine());
            }
        }
    }

    @Test
    void whoWaitsAndWhoFollowsTheLogOutliveTheirRouterAndAllBehindIt() throws Exception {
        String script = "i=0; until [ -e /over ]; do i=$((i+1)); echo $i; usleep 2000; done; exit 7";
        daemon.docker("run", "-d", "--name", "waited", "busybox", "sh", "-c", script)
                .ok();
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Command.Result> waiting = tasks.submit(() -> daemon.docker("wait", "waited"));
            Future<Command.Result> following = tasks.submit(() -> daemon.docker("logs", "-f", "waited"));
            update(
                    "dev.gantry.router.containers",
                    "dev.gantry.engine",
                    "dev.gantry.logging.core",
                    "dev.gantry.json",
                    "dev.gantry.linux",
                    "dev.gantry.http",
                    "dev.gantry.logging.core");
            daemon.docker("exec", "waited", "touch", "/over").ok();
            assertEquals("7", waiting.get().ok());
            List<String> lines = following.get().lines();
            assertEquals(
                    IntStream.rangeClosed(1, lines.size())
                            .mapToObj(String::valueOf)
                            .toList(),
                    lines);
            assertEquals(lines, daemon.docker("logs", "waited").lines());
        }
    }

    private static void collect(Process client, BlockingQueue<String> lines) {
        try (BufferedReader output = client.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void statsGoOnWhileWhatTheyAreTakenFromIsUpdated() throws Exception {
        daemon.docker("run", "-d", "--name", "measured", "busybox", "sleep", "100")
                .ok();
        Process client = start(
                "curl", "-sN", "--unix-socket", daemon.socket().toString(), "http://gantry/containers/measured/stats");
        BlockingQueue<String> samples = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> collect(client, samples));
        for (String bundle : List.of(
                "dev.gantry.stats",
                "dev.gantry.router.containers",
                "dev.gantry.stats",
                "dev.gantry.json",
                "dev.gantry.engine",
                "dev.gantry.libcontainerd",
                "dev.gantry.linux",
                "dev.gantry.http")) {
            update(bundle);
            samples.clear();
            for (int i = 0; i < 2; i++) {
                String sample = samples.poll(20, TimeUnit.SECONDS);
                assertTrue(sample != null && sample.contains("\"name\":\"/measured\""), bundle + ": " + sample);
                assertFalse(sample.contains("\"preread\":\"0001-01-01"), bundle + ": " + sample);
            }
        }
        assertTrue(client.isAlive());
    }
}
