package dev.gantry.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.exec.ExecResult;
import dev.gantry.api.exec.ExecSession;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecCreateRequestBuilder;
import dev.gantry.api.types.ExecStartRequest;
import dev.gantry.json.JacksonCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ExecServiceTest {
    private static final ExecStartRequest START = new ExecStartRequest(false, false, null);

    private final FakeWorld world = new FakeWorld();
    private ExecService execs;

    @TempDir
    Path directory;

    @BeforeEach
    void begin() {
        execs = open(1);
    }

    private ExecService open(long process) {
        ExecService service =
                new ExecService(new Handover(directory.resolve("execs.json"), new JacksonCodec(), process));
        service.bindContainers(world.containers);
        service.bindStreams(world.containerStreams);
        service.bindRuntime(world.runtime);
        return service;
    }

    private static ExecCreateRequest request(boolean tty) {
        return ExecCreateRequestBuilder.builder()
                .Cmd(List.of("echo", "a"))
                .Tty(tty)
                .AttachStdout(true)
                .AttachStderr(true)
                .build();
    }

    private EngineException refused(ErrorKind kind, Runnable work) {
        EngineException e = assertThrows(EngineException.class, work::run);
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    private void awaitEnd(String id) throws InterruptedException {
        world.await(() -> execs.inspect(id).ExitCode() != null);
    }

    @Test
    void onlyInAContainerThatRuns() {
        world.status = "exited";
        assertEquals(
                "container " + FakeWorld.ID + " is not running",
                refused(ErrorKind.CONFLICT, () -> execs.create("web", request(false)))
                        .getMessage());
        world.status = "paused";
        assertEquals(
                "container " + FakeWorld.ID + " is paused, unpause the container before exec",
                refused(ErrorKind.CONFLICT, () -> execs.create("web", request(false)))
                        .getMessage());
        world.status = "running";
        refused(
                ErrorKind.INVALID_PARAMETER,
                () -> execs.create("web", ExecCreateRequestBuilder.builder().build()));
        assertEquals(
                "No such exec instance: x",
                refused(ErrorKind.NOT_FOUND, () -> execs.inspect("x")).getMessage());
    }

    @Test
    void carriesOutputInFramesAndKnowsTheExitCodeBeforeTheOutputEnds() throws Exception {
        String id = execs.create("web", request(false));
        ExecSession session = execs.startAttached(id, START);
        world.onExec = () -> Thread.ofVirtual().start(() -> {
            world.output(id, "hi");
            world.exit(id, 3);
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.run(InputStream.nullInputStream(), out);
        assertEquals("\1\0\0\0\0\0\0\2hi", out.toString(StandardCharsets.ISO_8859_1));
        assertEquals(3, execs.inspect(id).ExitCode());
        assertFalse(execs.inspect(id).Running());
        world.await(() -> world.told.size() == 3);
        assertEquals(List.of("exec_create: echo a", "exec_start: echo a", "exec_die 3"), world.told);
        assertEquals(
                "exec command " + id + " has already run",
                refused(ErrorKind.CONFLICT, () -> execs.startAttached(id, START))
                        .getMessage());
    }

    @Test
    void aClaimedExecIsNotStartedTwice() {
        String id = execs.create("web", request(false));
        execs.startAttached(id, START);
        refused(ErrorKind.CONFLICT, () -> execs.startDetached(id, START));
    }

    @Test
    void aMissingCommandIs127AndTheClientReadsWhy() throws IOException {
        String words =
                "OCI runtime exec failed: exec failed: unable to start container process: exec: \"x\": executable file not found in $PATH: unknown";
        world.refusal = EngineException.system(words);
        String id = execs.create("web", request(true));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        execs.startAttached(id, START).run(InputStream.nullInputStream(), out);
        assertEquals(words + "\r\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(127, execs.inspect(id).ExitCode());
        String second = execs.create("web", request(false));
        refused(ErrorKind.INVALID_PARAMETER, () -> execs.startDetached(second, START));
        world.refusal = EngineException.system("exec: \"/etc\": permission denied");
        String third = execs.create("web", request(false));
        refused(ErrorKind.INVALID_PARAMETER, () -> execs.startDetached(third, START));
        assertEquals(126, execs.inspect(third).ExitCode());
    }

    @Test
    void anExecThatRunsHasItsOwnEndAlsoWhenItsStreamsWereNotTold() throws InterruptedException {
        world.onExec = () -> world.streamsFailure = EngineException.unavailable("container streams is not available");
        String id = execs.create("web", request(true));
        execs.startDetached(id, START);
        assertTrue(execs.inspect(id).Running());
        world.exit(id, 5);
        awaitEnd(id);
        assertEquals(5, execs.inspect(id).ExitCode());
    }

    @Test
    void aStartThatFailsWhileTheStreamsAreAwayTellsItsOwnFailure() {
        world.onExec = () -> {
            execs.unbindStreams(world.containerStreams);
            throw EngineException.system("exec: \"x\": executable file not found in $PATH");
        };
        String id = execs.create("web", request(true));
        refused(ErrorKind.INVALID_PARAMETER, () -> execs.startDetached(id, START));
        assertEquals(127, execs.inspect(id).ExitCode());
    }

    @Test
    void detachedNeedsNoStreamsUnlessThereIsATerminal() {
        execs.startDetached(execs.create("web", request(false)), START);
        execs.startDetached(execs.create("web", request(true)), START);
        assertEquals(List.of("exec terminal=false stdout=false", "exec terminal=true stdout=true"), world.calls);
        assertEquals(2, execs.of(FakeWorld.ID).size());
    }

    @Test
    void theContainersEndIsTheEndOfItsExecs() throws InterruptedException {
        String id = execs.create("web", request(false));
        execs.startDetached(id, START);
        assertTrue(execs.inspect(id).Running());
        assertEquals(42, execs.inspect(id).Pid());
        world.exit(null, 0);
        awaitEnd(id);
        assertEquals(137, execs.inspect(id).ExitCode());
        world.status = "gone";
        refused(ErrorKind.NOT_FOUND, () -> execs.inspect(id));
    }

    @Test
    void anUpdateHandsExecsOn() throws InterruptedException {
        String running = execs.create("web", request(false));
        execs.startDetached(running, START);
        String fresh = execs.create("web", request(false));
        execs.handOver();
        execs = open(1);
        assertTrue(execs.inspect(running).Running());
        world.exit(running, 5);
        awaitEnd(running);
        assertEquals(5, execs.inspect(running).ExitCode());
        execs.startDetached(fresh, START);
        execs.handOver();
        execs = open(2);
        refused(ErrorKind.NOT_FOUND, () -> execs.inspect(running));
    }

    @Test
    void anExecWhoseClientWentBeforeTheStartIsGivenBack() throws Exception {
        String id = execs.create("web", request(false));
        try (ExecSession session = execs.startAttached(id, START)) {
            assertFalse(session.tty());
        }
        execs.startDetached(id, START);
        assertTrue(execs.inspect(id).Running());
    }

    @Test
    void anEndThatIsHeardOfIsTheSuccessorsToo() {
        String id = execs.create("web", request(false));
        execs.startDetached(id, START);
        world.exit(id, 5);
        execs.handOver();
        world.exit(id, 6);
        execs = open(1);
        assertEquals(5, execs.inspect(id).ExitCode());
    }

    @Test
    void anExecThatIsBeingStartedIsWaitedFor() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        world.onExec = () -> {
            begun.countDown();
            try {
                made.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        String id = execs.create("web", request(false));
        ExecService leaving = execs;
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> leaving.startDetached(id, START));
        begun.await();
        CompletableFuture<Void> handed = CompletableFuture.runAsync(leaving::handOver);
        assertThrows(TimeoutException.class, () -> handed.get(50, TimeUnit.MILLISECONDS));
        made.countDown();
        started.get();
        handed.get();
        execs = open(1);
        assertTrue(execs.inspect(id).Running());
    }

    @Test
    void anEndThatNobodyToldOfIsFoundWhenTheRuntimeIsBack() throws InterruptedException {
        String id = execs.create("web", request(false));
        execs.startDetached(id, START);
        world.listeners.forEach(l -> l.connected(List.of()));
        awaitEnd(id);
        assertEquals(137, execs.inspect(id).ExitCode());
    }

    @Test
    void aProbeGivesOutputAndExitCodeAndIsKilledWhenItsTimeHasPassed() {
        world.onExec = () -> Thread.ofVirtual().start(() -> {
            String id = execs.of(FakeWorld.ID).getFirst();
            world.output(id, "0123456789");
            world.exit(id, 1);
        });
        ExecResult result = execs.run("web", request(false), Duration.ofSeconds(5), 4);
        assertEquals(new ExecResult(1, false, "0123", true), result);
        world.onExec = () -> {};
        ExecResult late = execs.run("web", request(false), Duration.ofMillis(30), 4);
        assertEquals(-1, late.exitCode());
        assertTrue(late.timedOut());
        assertTrue(world.calls.contains("kill 9"));
        assertEquals(List.of(), execs.of(FakeWorld.ID));
    }

    @Test
    void endedOnesAreCollected() {
        ExecTable table = new ExecTable();
        Exec old = new Exec(
                "old",
                "c",
                request(false),
                new Exec.State.Ended(1, 0, Instant.now().minus(ExecTable.KEPT).minusSeconds(1)));
        table.add(old);
        table.add(new Exec("new", "c", request(false), new Exec.State.Created()));
        assertNull(table.find("old"));
        assertEquals("new", table.require("new").id());
    }
}
