package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import dev.gantry.testkit.logging.Lines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FifoStreamsTest {
    private static final String ID = "c1".repeat(32);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final RotatedLogFiles files = new RotatedLogFiles();
    private Rig rig;
    private LogTarget target;

    @BeforeEach
    void open() {
        rig = new Rig(directory);
        rig.add("json-file", driver());
        target = rig.target(ID, "json-file", Map.of());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.streams.deactivate();
        rig.loop.close();
    }

    private LogDriver driver() {
        return new JsonFileLogDriver(files);
    }

    private static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void logsLinesOfBothOutputs() throws IOException {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        try (OutputStream out = Files.newOutputStream(paths.stdout());
                OutputStream err = Files.newOutputStream(paths.stderr())) {
            out.write(bytes("one\ntwo\nthr"));
            out.write(bytes("ee\r\nrest"));
            err.write(bytes("failed\n"));
        }
        assertTrue(streams.drain(LIMIT));
        List<String> lines = rig.read(target);
        assertTrue(lines.containsAll(List.of("one", "two", "three\r", "rest", "failed")), lines::toString);
        assertEquals(5, lines.size());
        assertFalse(Files.exists(paths.stdout()));
        assertFalse(Files.exists(paths.stdout().getParent()));
    }

    @Test
    void handsOutputToClientsThatWereAttachedBeforeTheStart() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        Attachment both = streams.attach(new AttachRequest(false, true, true, new byte[0]));
        Attachment errorsOnly = streams.attach(new AttachRequest(false, false, true, new byte[0]));
        StdioPaths paths = streams.start(target);
        try (OutputStream out = Files.newOutputStream(paths.stdout());
                OutputStream err = Files.newOutputStream(paths.stderr())) {
            out.write(bytes("no line feed"));
            Attachment.Chunk prompt = both.read();
            assertEquals("no line feed", new String(prompt.bytes(), StandardCharsets.UTF_8));
            err.write(bytes("oops\n"));
        }
        assertTrue(streams.drain(LIMIT));
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        assertEquals(Attachment.End.OUTPUT_ENDED, both.transfer(null, framed, true));
        assertEquals("\2\0\0\0\0\0\0\5oops\n", framed.toString(StandardCharsets.UTF_8));
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        errorsOnly.transfer(null, raw, false);
        assertEquals("oops\n", raw.toString(StandardCharsets.UTF_8));
    }

    @Test
    void swapsTheDriverFiftyTimesUnderLoadWithoutALostDoubledOrReorderedLine() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        rig.remove("json-file", driver());
        LogDriver present = driver();
        rig.add("json-file", present);
        LogTarget rotated = rig.target(ID, "json-file", Map.of("max-size", "300k", "max-file", "1000"));
        StdioPaths paths = streams.start(rotated);
        CompletableFuture<List<String>> followed = background(() -> follow(rotated));
        CountDownLatch swapped = new CountDownLatch(1);
        CompletableFuture<Integer> written = background(() -> writeNumbers(paths.stdout(), swapped));
        for (int swap = 0; swap < 50; swap++) {
            LogDriver next = driver();
            if (swap % 2 == 0) {
                rig.remove("json-file", present);
                rig.add("json-file", next);
            } else {
                rig.add("json-file", next);
                rig.remove("json-file", present);
            }
            present = next;
            TimeUnit.MILLISECONDS.sleep(10);
        }
        swapped.countDown();
        int count = written.get();
        assertTrue(streams.drain(LIMIT));
        List<String> expected =
                IntStream.range(0, count).mapToObj(n -> "number " + n).toList();
        assertTrue(count > 1000, "only " + count);
        assertSame(expected, rig.read(rotated));
        assertSame(expected, followed.get());
    }

    /// Says where two long lists differ, not what is in them.
    private static void assertSame(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), "line " + i);
        }
        assertEquals(expected.size(), actual.size());
    }

    private List<String> follow(LogTarget of) {
        List<String> lines = new ArrayList<>();
        try (LogStream stream = rig.logs().read(of, LogQuery.EVERYTHING.withFollow(true))) {
            for (LogEntry entry = stream.next(); entry != null; entry = stream.next()) {
                lines.add(Lines.text(entry));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static int writeNumbers(Path fifo, CountDownLatch enough) {
        int number = 0;
        try (OutputStream out = Files.newOutputStream(fifo)) {
            while (enough.getCount() > 0) {
                StringBuilder some = new StringBuilder();
                for (int i = 0; i < 37; i++) {
                    some.append("number ").append(number++).append('\n');
                }
                out.write(bytes(some.toString()));
                LockSupport.parkNanos(300_000);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return number;
    }

    @Test
    void holdsTheProcessUpForASlowClientAndLosesNothing() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        Attachment slow = streams.attach(new AttachRequest(false, true, true, new byte[0]));
        StdioPaths paths = streams.start(null);
        byte[] all = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(all);
        CompletableFuture<Integer> process = background(() -> {
            try (OutputStream out = Files.newOutputStream(paths.stdout())) {
                out.write(all);
                return all.length;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(300);
        assertFalse(process.isDone());
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        CompletableFuture<Attachment.End> end = background(() -> slow.transfer(null, got, false));
        process.get();
        assertTrue(streams.drain(LIMIT));
        assertEquals(Attachment.End.OUTPUT_ENDED, end.get());
        assertTrue(Arrays.equals(all, got.toByteArray()));
    }

    @Test
    void goesOnWhenASlowClientLeaves() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        Attachment slow = streams.attach(new AttachRequest(false, true, true, new byte[0]));
        StdioPaths paths = streams.start(null);
        CompletableFuture<Integer> process = background(() -> {
            try (OutputStream out = Files.newOutputStream(paths.stdout())) {
                out.write(new byte[4 * 1024 * 1024]);
                return 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(200);
        assertFalse(process.isDone());
        slow.close();
        process.get(5, TimeUnit.SECONDS);
        assertTrue(streams.drain(LIMIT));
    }

    @Test
    void endsTheProcessesInputWithThatOfTheClient() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Streams streams = rig.streams.open(new StreamRequest(ID, null, false, true, true, told::countDown));
        Attachment client = streams.attach(new AttachRequest(true, true, true, new byte[0]));
        String typed = "typed\n".repeat(100_000);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        CompletableFuture<Attachment.End> end =
                background(() -> client.transfer(new ByteArrayInputStream(bytes(typed)), got, false));
        StdioPaths paths = streams.start(target);
        CompletableFuture<String> process = background(() -> catLength(paths));
        streams.processStarted();
        assertEquals(typed, process.get());
        assertTrue(told.await(5, TimeUnit.SECONDS));
        assertTrue(streams.drain(LIMIT));
        assertEquals(Attachment.End.OUTPUT_ENDED, end.get());
        assertEquals("read 600000", got.toString(StandardCharsets.UTF_8));
    }

    @Test
    void keepsInputThatEndedBeforeTheProcessWasThere() throws Exception {
        Streams streams = rig.streams.open(new StreamRequest(ID, null, false, true, true, () -> {}));
        Attachment client = streams.attach(new AttachRequest(true, true, true, new byte[0]));
        CompletableFuture<Attachment.End> end = background(() ->
                client.transfer(new ByteArrayInputStream(bytes("early")), OutputStream.nullOutputStream(), false));
        StdioPaths paths = streams.start(target);
        TimeUnit.MILLISECONDS.sleep(200);
        CompletableFuture<String> process = background(() -> catLength(paths));
        TimeUnit.MILLISECONDS.sleep(100);
        streams.processStarted();
        assertEquals("early", process.get());
        assertTrue(streams.drain(LIMIT));
        assertEquals(Attachment.End.OUTPUT_ENDED, end.get());
    }

    private static String catLength(StdioPaths paths) {
        try (InputStream in = Files.newInputStream(paths.stdin());
                OutputStream out = Files.newOutputStream(paths.stdout())) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            out.write(bytes("read " + text.length()));
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void detachesAtTheKeysAndKeepsThemFromTheProcess() throws Exception {
        Streams streams = rig.streams.open(new StreamRequest(ID, null, true, true, false, () -> {}));
        Attachment client = streams.attach(new AttachRequest(true, true, true, AttachRequest.detachKeys("")));
        StdioPaths paths = streams.start(target);
        assertNull(paths.stderr());
        byte[] typed = {'a', 16, 'b', 16, 16, 17, 'c'};
        assertFalse(client.write(typed, 0, typed.length));
        assertEquals(Attachment.End.DETACHED, client.end());
        assertNull(client.read());
        try (InputStream in = Files.newInputStream(paths.stdin())) {
            assertEquals("a\20b\20", new String(in.readNBytes(4), StandardCharsets.UTF_8));
            assertEquals(0, in.available());
        }
        streams.close();
    }

    @Test
    void endsFollowersWithTheContainer() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        CompletableFuture<List<String>> followed = background(() -> follow(target));
        try (OutputStream out = Files.newOutputStream(paths.stdout())) {
            out.write(bytes("first\nlast"));
        }
        assertTrue(streams.drain(LIMIT));
        assertEquals(List.of("first", "last"), followed.get(5, TimeUnit.SECONDS));
    }

    @Test
    void refusesToStartWithADriverThatIsNotThere() {
        Streams streams = rig.streams.open(Rig.request(ID));
        EngineException refused =
                assertThrows(EngineException.class, () -> streams.start(rig.target(ID, "gone", Map.of())));
        assertEquals(
                "failed to initialize logging driver: logger: no log driver named 'gone' is registered",
                refused.getMessage());
        assertFalse(streams.isRunning());
        assertFalse(Files.exists(directory.resolve("exec/containers").resolve(ID)));
    }

    @Test
    void refusesToReadWithoutALog() throws IOException {
        LogTarget none = rig.target(ID, "none", Map.of());
        Streams streams = rig.streams.open(Rig.request(ID));
        assertNotNull(streams.start(none));
        EngineException refused =
                assertThrows(EngineException.class, () -> rig.logs().read(none, LogQuery.EVERYTHING));
        assertEquals("configured logging driver does not support reading", refused.getMessage());
        streams.close();
    }

    @Test
    void letsASuccessorGoOnInTheMiddleOfALine() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        Attachment client = streams.attach(new AttachRequest(false, true, true, new byte[0]));
        try (OutputStream out = Files.newOutputStream(paths.stdout());
                InputStream held = holdAsShim(paths.stdout())) {
            out.write(bytes("whole\nhal"));
            assertNotNull(client.read());
            rig.streams.deactivate();
            assertEquals(Attachment.End.PROVIDER_LEFT, client.end());
            out.write(bytes("f\nmore\n"));
            rig = new Rig(directory);
            rig.add("json-file", driver());
            streams = rig.streams.open(Rig.request(ID));
            assertEquals(paths, streams.adopt(target));
            assertNotNull(held);
            client = rig.streams.resume(client.rest());
        }
        assertTrue(streams.drain(LIMIT));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        assertEquals(Attachment.End.OUTPUT_ENDED, client.transfer(null, rest, false));
        assertEquals("f\nmore\n", rest.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("whole", "half", "more"), rig.read(target));
    }

    @Test
    void keepsWhatAProcessWritesWhileNoProviderIsThere() throws Exception {
        StdioPaths paths = rig.streams.open(Rig.request(ID)).start(target);
        rig.streams.deactivate();
        // Neither does the runtime hold a reading end: it has just come, and goes.
        try (OutputStream out = Files.newOutputStream(paths.stdout())) {
            out.write(bytes("in between\n"));
        }
        rig = new Rig(directory);
        rig.add("json-file", driver());
        Streams streams = rig.streams.open(Rig.request(ID));
        streams.adopt(target);
        assertTrue(streams.drain(LIMIT));
        assertEquals(List.of("in between"), rig.read(target));
    }

    @Test
    void leavesNoDescriptorOpenOverManySuccessors() throws Exception {
        StdioPaths paths = rig.streams
                .open(new StreamRequest(ID, null, false, true, false, () -> {}))
                .start(target);
        long before = openEnds();
        for (int i = 0; i < 3; i++) {
            rig.streams.deactivate();
            rig.loop.close();
            assertEquals(before, openEnds());
            rig = new Rig(directory);
            rig.add("json-file", driver());
            Streams streams = rig.streams.open(new StreamRequest(ID, null, false, true, false, () -> {}));
            streams.adopt(target);
            assertEquals(before, openEnds());
        }
        rig.streams.deactivate();
        rig.loop.close();
        rig = new Rig(directory);
        Streams unadopted = rig.streams.open(new StreamRequest(ID, null, false, true, false, () -> {}));
        unadopted.close();
        assertEquals(0, openEnds());
        assertTrue(Files.exists(paths.stdout()));
    }

    private long openEnds() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(this::isInExecRoot).count();
        }
    }

    private boolean isInExecRoot(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory.resolve("exec/containers"));
        } catch (IOException _) {
            return false;
        }
    }

    /// The runtime's shim keeps a reading end, so that what is in the fifo stays while no daemon runs.
    private static InputStream holdAsShim(Path fifo) throws IOException {
        return Files.newInputStream(fifo);
    }
}
