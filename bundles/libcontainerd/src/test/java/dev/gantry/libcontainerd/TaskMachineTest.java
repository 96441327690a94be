package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEvent.ProcessExited;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("machine")
class TaskMachineTest {
    private static PrivateContainerd box;
    private static int serial;

    private final String id = "task" + serial++;
    private final HeardEvents heard = new HeardEvents();
    private ContainerdRuntime runtime;
    private Subscription subscription;

    @BeforeAll
    static void startContainerd() {
        box = PrivateContainerd.start();
    }

    @AfterAll
    static void stopContainerd() {
        box.close();
    }

    @BeforeEach
    void subscribe() throws InterruptedException {
        runtime = new ContainerdRuntime(box.client());
        subscription = runtime.subscribe(heard);
        heard.awaitConnections(1);
    }

    @AfterEach
    void discard() {
        subscription.close();
        runtime.discard(id);
        assertFalse(runtime.records().contains(id));
    }

    @Test
    void runsToItsEndAndTellsTheExitCode() throws Exception {
        runtime.create(box.task(id, Stdio.NONE, "sh", "-c", "exit 7"));
        assertEquals(TaskStatus.CREATED, runtime.state(id, null).orElseThrow().status());
        runtime.start(id);
        ProcessExited exited = heard.await(ProcessExited.class, e -> e.id().equals(id));
        assertEquals(7, exited.exit().exitCode());
        ProcessExit exit = runtime.delete(id).orElseThrow();
        assertEquals(7, exit.exitCode());
        assertEquals(exited.exit().pid(), exit.pid());
        heard.await(RuntimeEvent.TaskDeleted.class, e -> e.id().equals(id));
        assertEquals(Optional.empty(), runtime.delete(id));
        assertEquals(
                List.of("TaskCreated", "TaskStarted", "ProcessExited", "TaskDeleted"),
                heard.events().stream().map(e -> e.getClass().getSimpleName()).toList());
    }

    @Test
    void writesToItsFifo() throws Exception {
        Path out = box.fifo(id + "-out");
        CompletableFuture<String> text = readAll(out);
        runtime.create(box.task(id, new Stdio(false, null, out, null), "echo", "hello"));
        runtime.start(id);
        assertEquals("hello\n", text.get(10, TimeUnit.SECONDS));
    }

    @Test
    void keepsTheWordsOfTheRuntimeWhenTheCommandIsMissing() {
        EngineException e =
                assertThrows(EngineException.class, () -> runtime.create(box.task(id, Stdio.NONE, "no-such-command")));
        assertTrue(e.getMessage().contains("executable file not found in $PATH"), e.getMessage());
        assertEquals(ErrorKind.SYSTEM, e.kind());
        assertFalse(runtime.records().contains(id));
        assertTrue(runtime.list().stream().noneMatch(task -> task.id().equals(id)));
    }

    @Test
    void runsAnotherProcessInside() throws Exception {
        sleeper();
        Path out = box.fifo(id + "-exec");
        CompletableFuture<String> text = readAll(out);
        int pid = runtime.exec(box.exec(id, "x1", new Stdio(false, null, out, null), "sh", "-c", "echo in; exit 3"));
        assertTrue(pid > 0);
        ProcessExited exited = heard.await(ProcessExited.class, e -> "x1".equals(e.execId()));
        assertEquals(3, exited.exit().exitCode());
        assertEquals("in\n", text.get(10, TimeUnit.SECONDS));
        runtime.deleteExec(id, "x1");
        runtime.deleteExec(id, "x1");
        assertEquals(Optional.empty(), runtime.state(id, "x1"));
    }

    @Test
    void leavesNothingOfAnExecThatCannotStart() throws Exception {
        sleeper();
        EngineException e = assertThrows(
                EngineException.class, () -> runtime.exec(box.exec(id, "x2", Stdio.NONE, "no-such-command")));
        assertTrue(e.getMessage().contains("executable file not found in $PATH"), e.getMessage());
        assertEquals(Optional.empty(), runtime.state(id, "x2"));
    }

    @Test
    void killsAndThenSaysNotFound() throws Exception {
        sleeper();
        runtime.kill(id, null, 9, false);
        assertEquals(
                137,
                heard.await(ProcessExited.class, e -> e.id().equals(id)).exit().exitCode());
        EngineException e = assertThrows(EngineException.class, () -> runtime.kill(id, null, 15, false));
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
        TaskState state = runtime.state(id, null).orElseThrow();
        assertEquals(TaskStatus.STOPPED, state.status());
        assertEquals(137, state.exit().exitCode());
    }

    @Test
    void refusesToDeleteARunningTaskAndASecondOneOfTheSameName() throws Exception {
        sleeper();
        EngineException deletion = assertThrows(EngineException.class, () -> runtime.delete(id));
        assertEquals(ErrorKind.CONFLICT, deletion.kind(), deletion.getMessage());
        EngineException second =
                assertThrows(EngineException.class, () -> runtime.create(box.task(id, Stdio.NONE, "true")));
        assertEquals(ErrorKind.CONFLICT, second.kind());
        assertEquals(TaskStatus.RUNNING, runtime.state(id, null).orElseThrow().status());
    }

    @Test
    void replacesAStoppedLeftoverOfTheSameName() throws Exception {
        sleeper();
        runtime.kill(id, null, 9, false);
        heard.await(ProcessExited.class, e -> e.id().equals(id));
        assertTrue(runtime.create(box.task(id, Stdio.NONE, "true")).pid() > 0);
    }

    @Test
    void pausesAndResumes() throws Exception {
        sleeper();
        runtime.pause(id);
        heard.await(RuntimeEvent.Paused.class, e -> e.id().equals(id));
        assertEquals(TaskStatus.PAUSED, runtime.state(id, null).orElseThrow().status());
        runtime.resume(id);
        heard.await(RuntimeEvent.Resumed.class, e -> e.id().equals(id));
    }

    @Test
    void measuresListsAndUpdates() throws Exception {
        int pid = sleeper();
        assertEquals(List.of(pid), runtime.pids(id));
        TaskMetrics metrics = runtime.metrics(id);
        assertEquals(64L << 20, metrics.memory().limit());
        assertTrue(metrics.cpu().total() > 0);
        assertTrue(metrics.pids().current() >= 1);
        runtime.update(id, "{\"memory\": {\"limit\": 134217728}}".getBytes(StandardCharsets.UTF_8), Map.of());
        assertEquals(128L << 20, runtime.metrics(id).memory().limit());
        TaskState listed = runtime.list().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertEquals(new TaskState(id, null, pid, TaskStatus.RUNNING, Stdio.NONE, null), listed);
    }

    @Test
    void readsTheEndOfItsStandardInput() throws Exception {
        Path in = box.fifo(id + "-in");
        Path out = box.fifo(id + "-cat");
        CompletableFuture<String> text = readAll(out);
        runtime.create(box.task(id, new Stdio(false, in, out, null), "cat"));
        runtime.start(id);
        Files.writeString(in, "given");
        runtime.closeStdin(id, null);
        heard.await(ProcessExited.class, e -> e.id().equals(id));
        assertEquals("given", text.get(10, TimeUnit.SECONDS));
    }

    @Test
    void givesATerminalOfTheAskedSize() throws Exception {
        Path out = box.fifo(id + "-tty");
        CompletableFuture<String> text = readAll(out);
        runtime.create(box.task(id, new Stdio(true, null, out, null), "sh", "-c", "stty size; exit 0"));
        runtime.resize(id, null, 91, 33);
        runtime.start(id);
        assertEquals("33 91\r\n", text.get(10, TimeUnit.SECONDS));
    }

    @Test
    void tellsWhereTheBundleIs() throws Exception {
        sleeper();
        assertTrue(Files.isRegularFile(runtime.bundle(id).resolve("config.json")));
    }

    private int sleeper() {
        int pid = runtime.create(box.task(id, Stdio.NONE, "sleep", "1000")).pid();
        runtime.start(id);
        return pid;
    }

    private static CompletableFuture<String> readAll(Path fifo) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (InputStream stream = Files.newInputStream(fifo)) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
