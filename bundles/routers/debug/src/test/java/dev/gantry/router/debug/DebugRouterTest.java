package dev.gantry.router.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DebugRouterTest {
    @TempDir
    Path scratch;

    private DebugRouter router() {
        return new DebugRouter(Map.of("exec-root", scratch.toString()));
    }

    private FakeExchange get(String path) throws Exception {
        return new FakeExchange("GET", path).codec(new JacksonCodec()).sendTo(router());
    }

    private EngineException refusal(String path) {
        return assertThrows(EngineException.class, () -> get(path));
    }

    private void leavesNothing() throws IOException {
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void varsHaveCommandLineAndMemory() throws Exception {
        Map<?, ?> vars = new JacksonCodec().read(get("/debug/vars").answer(), Map.class);
        assertTrue(vars.get("cmdline") instanceof List<?> words && !words.isEmpty());
        assertTrue(vars.get("memstats") instanceof Map<?, ?> memory
                && memory.get("HeapAlloc") instanceof Number used
                && used.longValue() > 0);
        assertTrue(vars.get("jvm") instanceof Map<?, ?> jvm && jvm.containsKey("memoryPools"));
    }

    @Test
    void theIndexNamesAllProfiles() throws Exception {
        String index = get("/debug/pprof/").text();
        for (String name : List.of(
                "cmdline", "goroutine", "heap", "allocs", "block", "mutex", "threadcreate", "profile", "trace")) {
            assertTrue(index.contains("href=\"" + name + "\""), name);
        }
    }

    @Test
    void dumpsVirtualThreadsToo() throws Exception {
        Thread waiting = Thread.ofVirtual().name("the-virtual-one").start(() -> {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            String text = get("/debug/pprof/goroutine?debug=2").text();
            assertTrue(text.contains("the-virtual-one"));
            assertTrue(text.contains("dumpsVirtualThreadsToo"));
        } finally {
            waiting.interrupt();
        }
        leavesNothing();
    }

    @Test
    void countsTheHeap() throws Exception {
        assertTrue(get("/debug/pprof/heap?gc=1").text().contains("java.lang.String"));
    }

    @Test
    void allocsTellsWhatThreadsHaveAllocated() throws Exception {
        assertTrue(get("/debug/pprof/allocs")
                .text()
                .contains(Thread.currentThread().getName()));
    }

    @Test
    void blockAndMutexTellWhoWaits() throws Exception {
        assertTrue(get("/debug/pprof/block").text().contains("RUNNABLE"));
        assertTrue(get("/debug/pprof/mutex").text().contains("RUNNABLE"));
    }

    @Test
    void threadcreateTellsHowManyThereAre() throws Exception {
        assertTrue(get("/debug/pprof/threadcreate").text().contains("\nlive "));
    }

    @Test
    void symbolHasNone() throws Exception {
        assertEquals("num_symbols: 0\n", get("/debug/pprof/symbol").text());
    }

    @Test
    void cmdlineTellsTheArguments() throws Exception {
        assertTrue(get("/debug/pprof/cmdline").text().contains("java"));
    }

    @Test
    void allAreServedAsGetAlone() {
        assertEquals(
                List.of("GET"),
                router().routes().stream()
                        .map(route -> route.method())
                        .distinct()
                        .toList());
    }

    @Test
    void recordsAFlight() throws Exception {
        FakeExchange answer = get("/debug/pprof/trace?seconds=1");
        assertEquals("application/octet-stream", answer.responseHeaders().get("Content-Type"));
        Path file = Files.write(Files.createTempFile("flight", ".jfr"), answer.answer());
        try {
            List<String> kinds = RecordingFile.readAllEvents(file).stream()
                    .map(event -> event.getEventType().getName())
                    .distinct()
                    .toList();
            assertFalse(kinds.isEmpty());
            assertFalse(kinds.contains("jdk.InitialEnvironmentVariable"), "the environment may hold secrets");
            assertFalse(kinds.contains("jdk.InitialSystemProperty"));
            assertFalse(kinds.contains("jdk.JVMInformation"));
        } finally {
            Files.delete(file);
        }
        leavesNothing();
    }

    @Test
    void recordsNoLongerThanFiveMinutes() {
        assertEquals(
                ErrorKind.INVALID_PARAMETER,
                refusal("/debug/pprof/profile?seconds=301").kind());
        assertEquals(30, Recordings.seconds("nonsense", 30));
        assertEquals(30, Recordings.seconds("-1", 30));
        assertEquals(1, Recordings.seconds("0.2", 30));
    }

    @Test
    void oneRecordingAtATimeWhichEndsWithItsClient() throws Exception {
        DebugRouter router = router();
        FakeExchange first = new FakeExchange("GET", "/debug/pprof/profile?seconds=300");
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread recording = Thread.ofVirtual().start(() -> {
            try {
                first.sendTo(router);
            } catch (Exception e) {
                failure.set(e);
            }
        });
        while (FlightRecorder.getFlightRecorder().getRecordings().stream()
                .noneMatch(each -> each.getName().equals("debug"))) {
            Thread.onSpinWait();
        }
        FakeExchange second = new FakeExchange("GET", "/debug/pprof/heap");
        assertEquals(
                ErrorKind.CONFLICT,
                assertThrows(EngineException.class, () -> second.sendTo(router)).kind());
        first.leave();
        recording.join();
        assertEquals(null, failure.get());
        assertEquals(0, first.status());
        leavesNothing();
    }

    @Test
    void refusesUnknownProfiles() {
        assertEquals("Unknown profile", refusal("/debug/pprof/none").getMessage());
        assertEquals(ErrorKind.NOT_FOUND, refusal("/debug/pprof/none").kind());
    }

    @Test
    void masksCredentialsOnTheCommandLine() {
        assertEquals(
                List.of("--http-proxy=http://xxxxx:xxxxx@h:1", "--https-proxy", "xxxxx:xxxxx@h", "-H", "unix:///x"),
                CommandLine.masked(
                        List.of("--http-proxy=http://u:p@h:1", "--https-proxy", "u:p@h", "-H", "unix:///x")));
        assertEquals(List.of("--no-proxy=xxxxx:xxxxx@h"), CommandLine.masked(List.of("--no-proxy=u:p@h")));
    }
}
