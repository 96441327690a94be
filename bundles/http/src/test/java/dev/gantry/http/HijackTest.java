package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HijackTest {
    private static final String RAW = "application/vnd.docker.raw-stream";

    private static final Route ECHO = Route.post("/attach", e -> {
        e.setHeader("Api-Version", "1.51");
        try (Hijacked raw = e.hijack("application/vnd.docker.multiplexed-stream")) {
            raw.input().transferTo(raw.output());
            raw.output().write("bye".getBytes(StandardCharsets.US_ASCII));
        }
    });

    @Test
    void upgradesWhenAskedTo() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.request("POST /attach", "Connection: Upgrade", "Upgrade: tcp");
            assertEquals(
                    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\n"
                            + "Upgrade: tcp\r\nApi-Version: 1.51\r\n\r\n",
                    client.head());
            client.send("hello");
            assertEquals("hello", client.until("hello"));
            client.endOutput();
            assertEquals("bye", client.rest());
        }
    }

    @Test
    void takesOverWithoutAnUpgrade() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.request("POST /attach");
            assertEquals("HTTP/1.1 200 OK\r\nContent-Type: " + RAW + "\r\n\r\n", client.head());
            client.send("hello").endOutput();
            assertEquals("hellobye", client.rest());
        }
    }

    @Test
    void deliversWhatTheClientSentAhead() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.send(
                    "POST /attach HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n{}GET / HTTP/1.1\r\n\r\nmore\n");
            client.endOutput();
            client.head();
            assertEquals("GET / HTTP/1.1\r\n\r\nmore\nbye", client.rest());
        }
    }

    @Test
    void endsItsOutputWhileInputGoesOn() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        Route attach = Route.post("/attach", e -> {
            Hijacked raw = e.hijack(RAW);
            raw.output().write("out".getBytes(StandardCharsets.US_ASCII));
            raw.closeOutput();
            assertEquals("late", new String(raw.input().readAllBytes(), StandardCharsets.US_ASCII));
            read.countDown();
            raw.close();
        });
        try (TestServer server = new TestServer(attach);
                RawClient client = server.connect()) {
            client.request("POST /attach");
            client.head();
            assertEquals("out", client.rest());
            client.send("late").endOutput();
            assertTrue(read.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void goesOnAfterTheHandlerAndTellsWhenItIsClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Route attach = Route.post("/attach", e -> {
            Hijacked raw = e.hijack(RAW);
            raw.onClose(closed::countDown);
            Thread.ofVirtual().start(() -> {
                try {
                    raw.output().write("later".getBytes(StandardCharsets.US_ASCII));
                    raw.input().readAllBytes();
                    raw.close();
                } catch (IOException gone) {
                    raw.close();
                }
            });
        });
        try (TestServer server = new TestServer(attach);
                RawClient client = server.connect()) {
            client.request("POST /attach");
            client.head();
            assertEquals("later", client.until("later"));
            client.close();
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void blocksAWriterUntilTheClientReads() throws Exception {
        AtomicReference<Thread> writer = new AtomicReference<>();
        Route attach = Route.post("/attach", e -> {
            try (Hijacked raw = e.hijack(RAW)) {
                writer.set(Thread.currentThread());
                for (int i = 0; i < 200; i++) {
                    raw.output().write(new byte[100_000]);
                }
                raw.output().write('!');
            }
        });
        try (TestServer server = new TestServer(attach);
                RawClient client = server.connect()) {
            client.request("POST /attach");
            client.head();
            while (writer.get() == null || !isWaiting(writer.get())) {
                Thread.onSpinWait();
            }
            assertEquals(20_000_001, client.rest().length());
        }
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    @Test
    void upgradesToAnotherProtocol() throws IOException {
        Route socket = Route.get("/ws", e -> {
            e.setHeader("Sec-WebSocket-Accept", "x");
            e.upgrade("websocket").close();
        });
        try (TestServer server = new TestServer(socket);
                RawClient client = server.connect()) {
            client.request("GET /ws", "Connection: Upgrade", "Upgrade: websocket");
            assertEquals(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n",
                    client.rest());
        }
    }
}
