package dev.gantry.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.types.Filters;
import dev.gantry.images.store.Digests;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Registries that do not keep their word. Whatever happens, nothing stays behind.
@Tag("machine")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTransferMachineTest {
    private static final byte[] BASE = Tars.of(Map.of("etc/", new byte[0], "etc/hosts", "own".getBytes(UTF_8)));
    private static final byte[] TOP = Tars.of(Map.of("data", new byte[400_000]));

    private Fixture fixture;
    private ScriptedRegistry server;

    @BeforeAll
    void start() throws IOException {
        fixture = new Fixture();
        server = new ScriptedRegistry();
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    @AfterEach
    void leavesNothingBehind() {
        server.reset();
        for (var image : fixture.images.list(new ListQuery(Filters.NONE, true, false, false))) {
            fixture.images.remove(image.Id(), true, true);
        }
        fixture.collect();
        assertEquals(Map.of("content", 0, "ingests", 0, "snapshots", 0, "leases", 0, "images", 0), fixture.holdings());
    }

    private EngineException failure() {
        return assertThrows(EngineException.class, () -> fixture.pull(server.name()));
    }

    @Test
    void aLayerThatIsAlwaysCutShortIsGivenUp() {
        server.image(BASE, TOP).on(TOP, (exchange, blob) -> {
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob, 0, 1000);
            exchange.getResponseBody().flush();
        });
        assertEquals("unexpected EOF", failure().getMessage());
        assertEquals(3, server.asked(TOP));
    }

    @Test
    void aLayerThatIsCutShortOnceGoesOnWhereItStopped() {
        AtomicInteger asked = new AtomicInteger();
        List<String> ranges = new CopyOnWriteArrayList<>();
        server.image(BASE, TOP).on(TOP, (exchange, blob) -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            if (asked.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, blob.length);
                exchange.getResponseBody().write(blob, 0, 300_000);
                exchange.getResponseBody().flush();
                return;
            }
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (blob.length - 1) + "/" + blob.length);
            exchange.sendResponseHeaders(206, blob.length - from);
            exchange.getResponseBody().write(blob, from, blob.length - from);
        });
        List<String> told = fixture.pull(server.name());
        assertTrue(told.contains(Digests.brief(Digests.of(TOP)) + " Retrying in 1 second"), told.toString());
        assertTrue(ranges.getLast().startsWith("bytes=") && !ranges.getLast().equals("bytes=0-"), ranges.toString());
    }

    @Test
    void aLayerWithOtherBytesIsRefused() {
        byte[] wrong = TOP.clone();
        wrong[700] ^= 1;
        server.image(BASE, TOP).on(TOP, (exchange, _) -> ScriptedRegistry.whole(exchange, wrong));
        assertEquals(
                "filesystem layer verification failed for digest " + Digests.of(TOP),
                failure().getMessage());
    }

    @Test
    void aLayerThatIsTooLongIsRefused() {
        byte[] longer = Arrays.copyOf(TOP, TOP.length + 100);
        server.image(BASE, TOP).on(TOP, (exchange, _) -> ScriptedRegistry.whole(exchange, longer));
        assertEquals(
                "filesystem layer verification failed for digest " + Digests.of(TOP),
                failure().getMessage());
    }

    @Test
    void aMissingLayerEndsThePull() {
        server.image(BASE, TOP).on(TOP, (exchange, _) -> exchange.sendResponseHeaders(404, -1));
        EngineException e = failure();
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
        assertEquals(1, server.asked(TOP));
    }

    @Test
    void aLayerThatIsNoArchiveEndsThePull() {
        byte[] garbage = "nonsense".repeat(500).getBytes(UTF_8);
        server.image(BASE, garbage);
        assertTrue(
                failure().getMessage().startsWith("failed to register layer: "),
                failure().getMessage());
    }

    @Test
    void aPullFromARegistryThatHangsCanBeCancelled() throws InterruptedException {
        server.image(BASE, TOP).on(TOP, server::hang);
        AtomicReference<EngineException> thrown = new AtomicReference<>();
        Thread puller = Thread.ofVirtual().start(() -> thrown.set(failure()));
        server.hanging.await();
        puller.interrupt();
        puller.join();
        assertEquals("context canceled", thrown.get().getMessage());
    }

    @Test
    void twoPullsShareOneDownload() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        server.image(BASE, TOP).on(TOP, (exchange, blob) -> {
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(blob, 0, 1000);
            exchange.getResponseBody().flush();
            server.hanging.countDown();
            awaited(go);
            exchange.getResponseBody().write(blob, 1000, blob.length - 1000);
        });
        List<List<String>> told = new CopyOnWriteArrayList<>();
        Thread first = Thread.ofVirtual().start(() -> told.add(fixture.pull(server.name())));
        server.hanging.await();
        CountDownLatch follows = new CountDownLatch(1);
        List<String> second = new CopyOnWriteArrayList<>();
        Thread other = Thread.ofVirtual()
                .start(() -> fixture.images.pull(Fixture.request(server.name()), message -> {
                    second.add(Fixture.text(message));
                    if (message.id().equals(Digests.brief(Digests.of(TOP)))) {
                        follows.countDown();
                    }
                }));
        follows.await();
        go.countDown();
        first.join();
        other.join();
        assertEquals(1, server.asked(TOP));
        assertEquals(1, server.asked(BASE));
        assertTrue(second.contains(Digests.brief(Digests.of(TOP)) + " Pull complete"), second.toString());
    }

    @Test
    void whoFollowsGoesOnWhenTheFirstIsCancelled() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        server.image(BASE, TOP).on(TOP, (exchange, blob) -> {
            if (asked.incrementAndGet() == 1) {
                server.hang(exchange, blob);
            } else {
                ScriptedRegistry.whole(exchange, blob);
            }
        });
        Thread first = Thread.ofVirtual().start(this::failure);
        server.hanging.await();
        CountDownLatch follows = new CountDownLatch(1);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread other = Thread.ofVirtual().start(() -> {
            try {
                fixture.images.pull(Fixture.request(server.name()), message -> {
                    if (message.status().equals("Downloading")) {
                        follows.countDown();
                    }
                });
            } catch (EngineException e) {
                failed.set(e);
            }
        });
        follows.await();
        first.interrupt();
        first.join();
        other.join();
        assertEquals(null, failed.get());
        assertEquals(server.name(), fixture.images.resolve(server.name()).tags().getFirst());
    }

    @Test
    void moreDownloadsAtATimeReachAPullThatWaits() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        fixture.images.configure(Map.of("max-concurrent-downloads", 1));
        try {
            server.image(BASE, TOP).on(BASE, (exchange, blob) -> {
                server.hanging.countDown();
                awaited(go);
                ScriptedRegistry.whole(exchange, blob);
            });
            server.on(TOP, (exchange, blob) -> {
                ScriptedRegistry.whole(exchange, blob);
                go.countDown();
            });
            AtomicReference<List<String>> told = new AtomicReference<>();
            Thread puller = Thread.ofVirtual().start(() -> told.set(fixture.pull(server.name())));
            server.hanging.await();
            fixture.images.configure(Map.of("max-concurrent-downloads", 2));
            puller.join();
            assertEquals(
                    "Status: Downloaded newer image for " + server.name(),
                    told.get().getLast());
        } finally {
            fixture.images.configure(Map.of());
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anImageOfAnotherPlatformIsTakenWithAWarning() {
        server.image("s390x", BASE);
        List<String> told = new ArrayList<>();
        PullRequest request = new PullRequest(
                Reference.parse(server.name()), Platforms.parse("linux/amd64"), Credentials.NONE, Map.of());
        fixture.images.pull(request, message -> told.add(Fixture.text(message)));
        assertEquals(
                "WARNING: image with reference " + server.name()
                        + " was found but its platform (linux/s390x) does not match the specified platform (linux/amd64)",
                told.getLast());
        assertEquals(
                ErrorKind.NOT_FOUND,
                assertThrows(
                                EngineException.class,
                                () -> fixture.images.remove(
                                        server.name(), false, true, List.of(Platforms.parse("linux/amd64"))))
                        .kind());
        assertEquals(
                server.name(),
                fixture.images
                        .remove(server.name(), false, true, List.of(Platforms.parse("linux/s390x")))
                        .getFirst()
                        .Untagged());
    }

    @Test
    void importsFromAnAddress() throws IOException {
        server.image(BASE);
        URI address = URI.create("http://" + server.host() + "/files/" + Digests.of(BASE));
        List<String> told = new ArrayList<>();
        String id = fixture.images.importImage(
                new ImportRequest(null, address, Reference.parse("fetched:1"), "", List.of(), null),
                message -> told.add(Fixture.text(message)));
        assertEquals(
                List.of("Downloading from " + address, "Importing"),
                told.stream().distinct().toList());
        assertEquals(id, fixture.images.resolve("fetched:1").id());
        URI refused = URI.create("http://127.0.0.1:1/x");
        assertThrows(
                EngineException.class,
                () -> fixture.images.importImage(
                        new ImportRequest(null, refused, null, "", List.of(), null), ProgressSink.NONE));
    }
}
