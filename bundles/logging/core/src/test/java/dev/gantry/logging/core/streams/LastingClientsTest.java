package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LastingAttachment;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients are attached while one provider of streams takes the place of another.
@Timeout(60)
class LastingClientsTest {
    private static final String ID = "c1".repeat(32);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final RotatedLogFiles files = new RotatedLogFiles();
    private final BlockingQueue<Rig> successors = new LinkedBlockingQueue<>();
    private Rig rig;
    private LogTarget target;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(directory.resolve("exec"));
        begin(Duration.ofSeconds(30));
        target = rig.target(ID, "json-file", Map.of());
    }

    @AfterEach
    void close() throws InterruptedException {
        leave();
    }

    private void begin(Duration returnLimit) {
        rig = new Rig(directory, returnLimit);
        rig.add("json-file", new JsonFileLogDriver(files));
    }

    private void leave() throws InterruptedException {
        rig.streams.deactivate();
        rig.loop.close();
    }

    private Attachment lasting(Attachment first) {
        return new LastingAttachment(first, rest -> {
            try {
                Rig next = successors.take();
                return next.streams.resume(rest);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static StreamRequest interactive(boolean terminal, Runnable closed) {
        return new StreamRequest(ID, null, terminal, true, !terminal, closed);
    }

    private static AttachRequest all() {
        return new AttachRequest(true, true, true, AttachRequest.detachKeys(""));
    }

    private static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(n -> "number " + n + "\n").collect(Collectors.joining());
    }

    @Test
    void noClientMissesDoublesOrMixesUpAByteOverTwentySuccessors() throws Exception {
        StdioPaths paths = rig.streams.open(Rig.request(ID)).start(target);
        List<CompletableFuture<String>> clients = IntStream.range(0, 3)
                .mapToObj(n -> lasting(rig.streams.open(Rig.request(ID)).attach(all())))
                .map(client -> background(() -> {
                    ByteArrayOutputStream got = new ByteArrayOutputStream();
                    assertEquals(Attachment.End.OUTPUT_ENDED, client.transfer(null, got, false));
                    return got.toString(StandardCharsets.UTF_8);
                }))
                .toList();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> process = background(() -> writeNumbers(paths.stdout(), enough));
        try (InputStream shim = Files.newInputStream(paths.stdout())) {
            for (int swap = 0; swap < 20; swap++) {
                leave();
                begin(Duration.ofSeconds(30));
                rig.streams.open(Rig.request(ID)).adopt(target);
                clients.forEach(client -> successors.add(rig));
                awaitOutput(shim);
            }
        }
        enough.set(true);
        int count = process.get();
        assertTrue(rig.streams.open(Rig.request(ID)).drain(LIMIT));
        String expected = numbers(count);
        for (CompletableFuture<String> client : clients) {
            assertEquals(expected, client.get());
        }
        assertEquals(expected, String.join("\n", rig.read(target)) + "\n");
    }

    /// Until the successor has read something.
    private void awaitOutput(InputStream shim) throws IOException {
        assertNotNull(shim);
        Path log = directory.resolve("containers").resolve(ID);
        long before = size(log);
        while (size(log) == before) {
            Thread.onSpinWait();
        }
    }

    private static long size(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static int writeNumbers(Path fifo, AtomicBoolean enough) {
        int number = 0;
        try (OutputStream out = Files.newOutputStream(fifo)) {
            while (!enough.get()) {
                out.write(bytes("number " + number++ + "\n"));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return number;
    }

    @Test
    void outputWaitsForAClientThatComesAfterTheEndOfTheProcess() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        Attachment client = lasting(streams.attach(all()));
        try (InputStream shim = Files.newInputStream(paths.stdout())) {
            assertNotNull(shim);
            leave();
            Files.write(paths.stdout(), bytes("last words\n"));
            begin(Duration.ofSeconds(30));
            Streams adopted = rig.streams.open(Rig.request(ID));
            adopted.adopt(target);
            CompletableFuture<Boolean> drained = background(() -> adopted.drain(LIMIT));
            assertFalse(drained.isDone());
            successors.add(rig);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            assertEquals(Attachment.End.OUTPUT_ENDED, client.transfer(null, got, false));
            assertEquals("last words\n", got.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void outputWaitsNoLongerThanTheLimitForAClientThatDoesNotComeBack() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        assertNotNull(streams.attach(all()));
        try (InputStream shim = Files.newInputStream(paths.stdout())) {
            assertNotNull(shim);
            leave();
            Files.write(paths.stdout(), bytes("unheard\n"));
            begin(Duration.ofMillis(100));
            Streams adopted = rig.streams.open(Rig.request(ID));
            adopted.adopt(target);
            assertTrue(adopted.drain(LIMIT));
        }
        assertEquals(List.of("unheard"), rig.read(target));
    }

    @Test
    void aClientOfAProcessThatIsGoneMeanwhileSeesItsEnd() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        streams.start(target);
        Attachment client = lasting(streams.attach(all()));
        leave();
        begin(Duration.ofMillis(100));
        successors.add(rig);
        assertEquals(Attachment.End.OUTPUT_ENDED, client.transfer(null, OutputStream.nullOutputStream(), false));
    }

    @Test
    void aClientThatWaitsForTheStartWaitsOn() throws Exception {
        Attachment client = lasting(rig.streams.open(Rig.request(ID)).attach(all()));
        leave();
        begin(Duration.ofSeconds(30));
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        Files.write(paths.stdout(), bytes("first words\n"));
        successors.add(rig);
        CompletableFuture<Boolean> drained = background(() -> streams.drain(LIMIT));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        assertEquals(Attachment.End.OUTPUT_ENDED, client.transfer(null, got, false));
        assertEquals("first words\n", got.toString(StandardCharsets.UTF_8));
        assertTrue(drained.get());
    }

    @Test
    void whatAClientTypesReachesTheProcessInOrderAndItsEndAsWell() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        StreamRequest request = interactive(false, told::countDown);
        Streams streams = rig.streams.open(request);
        StdioPaths paths = streams.start(target);
        streams.processStarted();
        Attachment client = lasting(streams.attach(all()));
        try (PipedOutputStream typed = new PipedOutputStream();
                InputStream typing = new PipedInputStream(typed);
                // As the runtime does, so that the input does not end with a provider.
                RandomAccessFile shim = new RandomAccessFile(paths.stdin().toFile(), "rw")) {
            background(() -> client.transfer(typing, OutputStream.nullOutputStream(), false));
            String text = numbers(40_000);
            CompletableFuture<Integer> typist = background(() -> type(typed, text));
            byte[] half = new byte[text.length() / 2];
            shim.readFully(half);
            leave();
            begin(Duration.ofSeconds(30));
            rig.streams.open(request).adopt(target);
            successors.add(rig);
            byte[] rest = new byte[text.length() - half.length];
            shim.readFully(rest);
            assertEquals(text, new String(half, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8));
            typist.get();
            assertTrue(told.await(5, TimeUnit.SECONDS));
            assertFalse(Files.exists(paths.stdin()));
        }
        rig.streams.open(request).close();
    }

    private static int type(OutputStream typed, String text) {
        try (typed) {
            typed.write(bytes(text));
            return text.length();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theSuccessorOfAnOwnerThatIsLeavingIsToldOfTheEndOfAnInput() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Streams streams = rig.streams.open(interactive(false, () -> {
            refused.countDown();
            throw EngineException.unavailable("the container runtime is not available");
        }));
        streams.start(target);
        streams.processStarted();
        streams.attach(all()).endInput();
        assertTrue(refused.await(5, TimeUnit.SECONDS));
        rig.streams.open(interactive(false, told::countDown));
        assertTrue(told.await(5, TimeUnit.SECONDS));
        streams.close();
    }

    @Test
    void anInputThatEndedWhileItsOwnerAndTheProviderLeftIsToldOf() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Streams streams = rig.streams.open(interactive(false, () -> {
            refused.countDown();
            throw EngineException.unavailable("the container runtime is not available");
        }));
        streams.start(target);
        streams.processStarted();
        Attachment client = lasting(streams.attach(all()));
        client.endInput();
        assertTrue(refused.await(5, TimeUnit.SECONDS));
        leave();
        begin(Duration.ofSeconds(30));
        Streams adopted = rig.streams.open(interactive(false, told::countDown));
        adopted.adopt(target);
        successors.add(rig);
        assertTrue(told.await(5, TimeUnit.SECONDS));
        adopted.close();
    }

    /// As when the successor is updated while it makes streams: they are not where it looks as the time ends.
    @Test
    void streamsThatNobodyCouldFindAsTheTimeForClientsEndedGoOn() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        assertNotNull(streams.attach(all()));
        try (InputStream shim = Files.newInputStream(paths.stdout())) {
            assertNotNull(shim);
            leave();
            Files.write(paths.stdout(), bytes("unheard\n"));
            begin(Duration.ofSeconds(2));
            ProcessStreams unseen = new ProcessStreams(rig.streams, Rig.request(ID));
            assertFalse(rig.streams.expected().isEmpty());
            awaitTimeOver();
            unseen.adopt(target);
            assertTrue(background(() -> unseen.drain(LIMIT)).get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(List.of("unheard"), rig.read(target));
    }

    @Test
    void aClientThatComesAfterTheTimeToAProcessThatIsGoneSeesItsEnd() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        streams.start(target);
        Attachment client = streams.attach(all());
        leave();
        begin(Duration.ofMillis(10));
        awaitTimeOver();
        assertEquals(
                Attachment.End.OUTPUT_ENDED, rig.streams.resume(client.rest()).end());
    }

    private void awaitTimeOver() {
        while (!rig.streams.expected().isEmpty() || !rig.streams.expectsNobody()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theEndOfAProcessDoesNotWaitForEverForClients() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        assertNotNull(streams.attach(all()));
        try (InputStream shim = Files.newInputStream(paths.stdout())) {
            assertNotNull(shim);
            leave();
            Files.write(paths.stdout(), bytes("unheard\n"));
            begin(Duration.ofMillis(100));
            awaitTimeOver();
            // One whom nobody clears away.
            rig.streams.expected().add(ID + "\tmark");
            Streams adopted = rig.streams.open(Rig.request(ID));
            adopted.adopt(target);
            assertTrue(background(() -> adopted.drain(LIMIT)).get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(List.of("unheard"), rig.read(target));
    }

    @Test
    void aSuccessorLeavesAnInputThatHasEndedAlone() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        StreamRequest request = interactive(false, told::countDown);
        Streams streams = rig.streams.open(request);
        StdioPaths paths = streams.start(target);
        streams.processStarted();
        Attachment client = streams.attach(all());
        try (InputStream process = Files.newInputStream(paths.stdin())) {
            client.write(bytes("all"), 0, 3);
            client.endInput();
            assertTrue(told.await(5, TimeUnit.SECONDS));
            leave();
            begin(Duration.ofMillis(100));
            rig.streams.open(request).adopt(target);
            assertEquals("all", new String(process.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void keysToDetachAreFoundAlsoWhenTheyAreTypedToTwoProviders() throws Exception {
        StreamRequest request = interactive(true, () -> {});
        Streams streams = rig.streams.open(request);
        StdioPaths paths = streams.start(target);
        Attachment client = lasting(streams.attach(all()));
        assertTrue(client.write(new byte[] {'a', 16}, 0, 2));
        try (RandomAccessFile shim = new RandomAccessFile(paths.stdin().toFile(), "rw")) {
            leave();
            begin(Duration.ofSeconds(30));
            rig.streams.open(request).adopt(target);
            successors.add(rig);
            assertFalse(client.write(new byte[] {17}, 0, 1));
            assertEquals(Attachment.End.DETACHED, client.end());
            assertEquals('a', shim.read());
        }
        rig.streams.open(request).close();
    }

    @Test
    void keysToDetachThatAProviderFindsAsItLeavesAreForItsSuccessor() throws Exception {
        StreamRequest request = interactive(true, () -> {});
        Attachment client = lasting(rig.streams.open(request).attach(all()));
        CompletableFuture<Boolean> goesOn = typeWhileTheProviderLeaves(client, new byte[] {16, 17});
        rig.streams.open(request).start(target);
        successors.add(rig);
        assertFalse(goesOn.get());
        assertEquals(Attachment.End.DETACHED, client.end());
        rig.streams.open(request).close();
    }

    @Test
    void keysToDetachBehindInputThatAProviderHasNotWrittenAreForItsSuccessor() throws Exception {
        StreamRequest request = interactive(true, () -> {});
        Streams streams = rig.streams.open(request);
        StdioPaths paths = streams.start(target);
        Attachment client = lasting(streams.attach(all()));
        byte[] typed = new byte[256 * 1024];
        typed[typed.length - 2] = 16;
        typed[typed.length - 1] = 17;
        try (RandomAccessFile shim = new RandomAccessFile(paths.stdin().toFile(), "rw")) {
            CompletableFuture<Boolean> goesOn = typeWhileTheProviderLeaves(client, typed);
            rig.streams.open(request).adopt(target);
            successors.add(rig);
            shim.readFully(new byte[typed.length - 2]);
            assertFalse(goesOn.get());
            assertEquals(Attachment.End.DETACHED, client.end());
        }
        rig.streams.open(request).close();
    }

    private CompletableFuture<Boolean> typeWhileTheProviderLeaves(Attachment client, byte[] typed)
            throws InterruptedException {
        CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
        Thread typist = Thread.ofPlatform().daemon().start(() -> {
            try {
                goesOn.complete(client.write(typed, 0, typed.length));
            } catch (IOException e) {
                goesOn.completeExceptionally(e);
            }
        });
        while (typist.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        leave();
        begin(Duration.ofSeconds(30));
        return goesOn;
    }

    @Test
    void drainedStreamsAreNotAdoptedAgain() throws Exception {
        Streams streams = rig.streams.open(Rig.request(ID));
        StdioPaths paths = streams.start(target);
        assertTrue(Files.exists(paths.stdout()));
        Files.newOutputStream(paths.stdout()).close();
        assertTrue(streams.drain(LIMIT));
        assertEquals(paths, streams.adopt(target));
        assertFalse(streams.isRunning());
        assertFalse(Files.exists(paths.stdout()));
    }
}
