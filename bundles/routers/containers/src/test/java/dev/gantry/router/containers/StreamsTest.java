package dev.gantry.router.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Route;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.stats.ContainerStats;
import dev.gantry.api.stats.StatsReader;
import dev.gantry.api.types.ContainerTopResponse;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.api.types.CpuStats;
import dev.gantry.api.types.CpuUsage;
import dev.gantry.api.types.StatsResponse;
import dev.gantry.api.types.StatsResponseBuilder;
import dev.gantry.api.types.ThrottlingData;
import dev.gantry.testkit.http.FakeExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StreamsTest {
    private final FakeContainers containers = new FakeContainers();

    private FakeExchange ask(String method, String target) throws Exception {
        return new FakeExchange(method, target).sendTo(containers.router());
    }

    private static final class FakeLog implements LogStream {
        private final ArrayDeque<LogEntry> entries;
        private final IOException failure;
        private LogQuery rest;

        FakeLog(IOException failure, LogEntry... entries) {
            this.failure = failure;
            this.entries = new ArrayDeque<>(List.of(entries));
        }

        @Override
        public LogEntry next() throws IOException {
            if (entries.isEmpty() && failure != null) {
                throw failure;
            }
            return entries.poll();
        }

        @Override
        public LogEntry poll() {
            return entries.poll();
        }

        @Override
        public LogQuery rest() {
            return rest;
        }

        @Override
        public void close() {}
    }

    private static LogEntry line(LogSource source, String text) {
        return new LogEntry(
                source,
                1_700_000_000_000_000_042L,
                text.getBytes(StandardCharsets.UTF_8),
                null,
                Map.of("b", "2 3", "a", "1"));
    }

    private void log(boolean tty, IOException failure, LogEntry... entries) {
        containers.when("lookup", _ -> FakeContainers.container(tty)).when("logs", _ -> new FakeLog(failure, entries));
    }

    @Test
    void framesTheLinesOfBothStreams() throws Exception {
        log(false, null, line(LogSource.STDOUT, "out"), line(LogSource.STDERR, "err"));
        FakeExchange answer = ask("GET", "/containers/web/logs?stdout=1&stderr=1&tail=5&since=1.5&until=2");
        assertEquals("\1\0\0\0\0\0\0\4out\n\2\0\0\0\0\0\0\4err\n", answer.text());
        assertEquals("application/vnd.docker.multiplexed-stream", answer.responseHeader("Content-Type"));
        LogQuery query = (LogQuery) containers.arguments.get("logs")[1];
        assertEquals(5, query.tail());
        assertEquals(1_500_000_000L, query.sinceNanos());
        assertEquals(2_000_000_000L, query.untilNanos());
    }

    @Test
    void putsTimeAndDetailsBeforeTheLine() throws Exception {
        log(true, null, line(LogSource.STDOUT, "out"));
        FakeExchange answer = ask("GET", "/v1.41/containers/web/logs?stdout=1&timestamps=1&details=1&tail=all");
        assertEquals("2023-11-14T22:13:20.000000042Z a=1,b=2+3 out\n", answer.text());
        assertEquals("application/vnd.docker.raw-stream", answer.responseHeader("Content-Type"));
    }

    @Test
    void goesOnWithTheSuccessorOfWhatALogWasReadFrom() throws Exception {
        FakeLog first = new FakeLog(null, line(LogSource.STDOUT, "one"));
        first.rest = LogQuery.EVERYTHING.withCursor("after one");
        FakeLog second = new FakeLog(null, line(LogSource.STDOUT, "two"));
        AtomicInteger asked = new AtomicInteger();
        containers
                .when("lookup", _ -> FakeContainers.container(true))
                .when("logs", _ -> switch (asked.incrementAndGet()) {
                    case 1 -> first;
                    case 2 -> throw EngineException.unavailable("the successor leaves, too");
                    default -> second;
                });
        assertEquals(
                "one\ntwo\n",
                ask("GET", "/containers/web/logs?stdout=1&follow=1").text());
        assertEquals(first.rest, containers.arguments.get("logs")[1]);
        assertEquals(FakeContainers.container(true).id(), containers.arguments.get("logs")[0]);
    }

    @Test
    void tellsInTheStreamWhatBrokeIt() throws Exception {
        log(false, new IOException("disk on fire"), line(LogSource.STDOUT, "out"));
        String text = ask("GET", "/containers/web/logs?stdout=1").text();
        assertEquals(
                "\1\0\0\0\0\0\0\4out\n\3\0\0\0\0\0\0\u0023Error grabbing logs: disk on fire\n"
                        .replace('\u0023', (char) 34),
                text);
    }

    @Test
    void refusesLogsOfNoStream() {
        assertEquals(
                "Bad parameters: you must choose at least one stream",
                assertThrows(EngineException.class, () -> ask("GET", "/containers/web/logs?follow=1"))
                        .getMessage());
    }

    @Test
    void waitsOverAnUpdateOfTheEngine() throws Exception {
        String id = FakeContainers.container(false).id();
        List<Object> waits = new ArrayList<>();
        known();
        containers.when("wait", arguments -> {
            waits.add(arguments[0] + (arguments[2] == null ? "" : " again"));
            return switch (waits.size()) {
                case 1 -> CompletableFuture.failedFuture(EngineException.unavailable("leaving"));
                case 2 -> throw EngineException.unavailable("the successor leaves, too");
                default -> CompletableFuture.completedFuture(new ContainerWaitResponse(3, null));
            };
        });
        FakeExchange answer = ask("POST", "/containers/web/wait?condition=next-exit");
        assertEquals("{\"StatusCode\":3}\n", answer.text());
        assertEquals(List.of(id, id + " again", id + " again"), waits);
    }

    @Test
    void aWaitEndsWhenTheSuccessorDoesNotKnowTheContainer() throws Exception {
        AtomicInteger waits = new AtomicInteger();
        known();
        containers.when("wait", _ -> {
            if (waits.incrementAndGet() > 1) {
                throw EngineException.notFound("No such container: a1b2");
            }
            return CompletableFuture.failedFuture(EngineException.unavailable("leaving"));
        });
        FakeExchange answer = ask("POST", "/containers/web/wait?condition=next-exit");
        assertEquals("{\"StatusCode\":-1,\"Error\":{\"Message\":\"No such container: a1b2\"}}\n", answer.text());
    }

    private void known() {
        containers.when("lookup", _ -> FakeContainers.container(false));
    }

    @Test
    void sendsTheHeadBeforeItWaits() throws Exception {
        CompletableFuture<ContainerWaitResponse> end = new CompletableFuture<>();
        known();
        containers.when("wait", _ -> end);
        FakeExchange exchange = new FakeExchange("POST", "/containers/web/wait");
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                exchange.sendTo(containers.router());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (exchange.status() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(200, exchange.status());
        exchange.leave();
        waiting.join();
        assertTrue(end.isCancelled());
        assertEquals("", exchange.text());
    }

    @Test
    void refusesUnknownConditions() {
        assertThrows(EngineException.class, () -> ask("POST", "/containers/web/wait?condition=later"));
    }

    @Test
    void tellsARefusedAttachAsText() throws Exception {
        containers.when("lookup", _ -> {
            throw EngineException.notFound("No such container: web");
        });
        FakeExchange answer = ask("POST", "/containers/web/attach?stream=1");
        assertEquals(404, answer.status());
        assertEquals("No such container: web\r\n", answer.text());
        assertEquals("close", answer.responseHeader("Connection"));
    }

    /// Gives a text and, when its input has ended, what it got.
    private static final class FakeAttachment implements Attachment {
        private final End end;
        private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
        private final boolean echoes;

        FakeAttachment(End end, String text) {
            this.end = end;
            echoes = text.isEmpty();
            if (!echoes) {
                say(text.getBytes(StandardCharsets.UTF_8));
                endInput();
            }
        }

        private void say(byte[] bytes) {
            chunks.add(new Chunk(LogSource.STDOUT, bytes));
        }

        @Override
        public Chunk read() throws InterruptedException {
            Chunk next = chunks.take();
            if (next.bytes().length > 0) {
                return next;
            }
            endInput();
            return null;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            if (length > 0) {
                say(Arrays.copyOfRange(bytes, offset, offset + length));
            }
            return echoes;
        }

        @Override
        public byte[] unwritten() {
            return new byte[0];
        }

        @Override
        public void endInput() {
            say(new byte[0]);
        }

        @Override
        public End end() {
            return end;
        }

        @Override
        public Rest rest() {
            return end == End.PROVIDER_LEFT
                    ? new Rest(
                            new StreamRequest("id", null, false, false, false, () -> {}),
                            new AttachRequest(false, true, false, new byte[0]),
                            "mark",
                            true)
                    : null;
        }

        @Override
        public void close() {}
    }

    @Test
    void replaysTheLogAttachesAndResumesAfterAnUpdate() throws Exception {
        log(false, null, line(LogSource.STDOUT, "old"));
        FakeAttachment first = new FakeAttachment(Attachment.End.PROVIDER_LEFT, "new");
        AtomicReference<Attachment.Rest> resumed = new AtomicReference<>();
        containers.when("attach", _ -> first);
        ContainersRouter router = containers.router();
        router.bindStreams(new ContainerStreams() {
            @Override
            public Streams open(StreamRequest request) {
                throw new AssertionError();
            }

            @Override
            public Streams find(String containerId, String execId) {
                throw new AssertionError();
            }

            @Override
            public Attachment resume(Attachment.Rest rest) {
                resumed.set(rest);
                return new FakeAttachment(Attachment.End.OUTPUT_ENDED, "newer");
            }
        });
        FakeExchange answer =
                new FakeExchange("POST", "/containers/web/attach?stream=1&logs=1&stdout=1").sendTo(router);
        assertEquals("\1\0\0\0\0\0\0\4old\n\1\0\0\0\0\0\0\3new\1\0\0\0\0\0\0\5newer", answer.text());
        assertEquals("mark", resumed.get().mark());
        assertTrue(answer.isClosed());
    }

    /// Gives these totals of processor time, and then is cut or over.
    private static final class FakeStats implements StatsReader {
        private final ArrayDeque<Long> totals;
        private final boolean cut;

        FakeStats(boolean cut, Long... totals) {
            this.cut = cut;
            this.totals = new ArrayDeque<>(List.of(totals));
        }

        @Override
        public StatsResponse next() {
            Long total = totals.poll();
            return total == null
                    ? null
                    : StatsResponseBuilder.builder()
                            .read("read " + total)
                            .cpu_stats(new CpuStats(new CpuUsage(total, null, 0, 0), 0, 1, ThrottlingData.EMPTY))
                            .build();
        }

        @Override
        public boolean isCut() {
            return cut;
        }

        @Override
        public void close() {}
    }

    @Test
    void statsGoOnWithTheSuccessorOfWhoTakesThem() throws Exception {
        containers.when("lookup", _ -> FakeContainers.container(false));
        ArrayDeque<FakeStats> readers =
                new ArrayDeque<>(List.of(new FakeStats(true, 1L, 2L), new FakeStats(true), new FakeStats(false, 3L)));
        ContainersRouter router = containers.router();
        router.bindStats(new ContainerStats() {
            @Override
            public StatsReader open(String container, boolean stream, boolean oneShot) {
                assertEquals(FakeContainers.container(false).id(), container);
                return readers.remove();
            }

            @Override
            public ContainerTopResponse top(String container, String psArgs) {
                throw new AssertionError();
            }
        });
        List<String> samples = new FakeExchange("GET", "/containers/web/stats")
                .sendTo(router)
                .text()
                .lines()
                .toList();
        assertEquals(3, samples.size());
        assertTrue(samples.getLast().contains("\"preread\":\"read 2\""), samples.getLast());
        assertTrue(
                samples.getLast().contains("\"precpu_stats\":{\"cpu_usage\":{\"total_usage\":2,"), samples.getLast());
    }

    @Test
    void speaksWebSocket() throws Exception {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocket.answerTo("dGhlIHNhbXBsZSBub25jZQ=="));
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(
                new byte[] {(byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
                });
        frames.writeBytes(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
        frames.writeBytes(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
        containers
                .when("lookup", _ -> FakeContainers.container(false))
                .when("attach", _ -> new FakeAttachment(Attachment.End.OUTPUT_ENDED, ""));
        FakeExchange exchange = new FakeExchange("GET", "/containers/web/attach/ws?stream=1&stdin=1")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        byte[] raw = frames.toByteArray();
        FakeExchange withBytes = exchange.body(new ByteArrayInputStream(raw));
        withBytes.sendTo(containers.router());
        assertEquals("websocket", withBytes.responseHeader("Upgrade"));
        byte[] answer = withBytes.answer();
        // A pong, the echo in one binary message, a goodbye.
        assertEquals(
                "8a00" + "8205" + "48656c6c6f" + "880203e8",
                java.util.HexFormat.of().formatHex(answer));
    }

    @Test
    void routesAreUnique() {
        List<String> all = containers.router().routes().stream()
                .map((Route r) -> r.method() + r.template())
                .toList();
        assertEquals(all.size(), all.stream().distinct().count());
    }
}
