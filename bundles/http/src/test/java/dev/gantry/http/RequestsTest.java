package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RequestsTest {
    private static Route text(String method, String template, String text) {
        return new Route(
                method, template, e -> e.respondBytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void answersAndKeepsTheConnection() throws IOException {
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok));
                RawClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                client.request("GET /_ping");
                assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\n", client.head());
                assertEquals("OK", client.until("OK"));
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        CountDownLatch sent = new CountDownLatch(1);
        Route slow = Route.get("/slow", e -> {
            sent.await();
            e.respondBytes(200, "", "slow".getBytes(StandardCharsets.US_ASCII));
        });
        try (TestServer server = new TestServer(slow, text("GET", "/fast", "fast"));
                RawClient client = server.connect()) {
            String one = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
            client.send(one + one.replace("slow", "fast") + one + one.replace("slow", "fast"));
            sent.countDown();
            String all = client.until("slow") + client.until("fast") + client.until("slow") + client.until("fast");
            assertEquals(4, all.split("HTTP/1.1 200 OK", -1).length - 1);
        }
    }

    @Test
    void answersAClientThatHasEndedItsOutput() throws IOException {
        try (TestServer server = new TestServer(text("GET", "/a", "one"), text("GET", "/b", "two"));
                RawClient client = server.connect()) {
            client.request("GET /a").request("GET /b").endOutput();
            String all = client.rest();
            assertTrue(all.contains("one") && all.endsWith("two"), all);
        }
    }

    @Test
    void stripsTheVersionAndMatchesGreedyNames() throws IOException {
        Route inspect = Route.get(
                "/images/{name:.*}/json",
                e -> e.respondJson(200, e.pathParam("name") + "|" + e.apiVersion() + "|" + e.query("a")));
        try (TestServer server = new TestServer(inspect, text("GET", "/images/json", "list"));
                RawClient client = server.connect()) {
            client.request("GET /v1.43/images/registry:5000/a%20b/json?a=1+2%26&b");
            assertEquals("registry:5000/a b|1.43|1 2&\n", client.until("&\n").replaceAll("(?s).*\r\n\r\n", ""));
            client.request("GET /images/json");
            assertTrue(client.until("list").contains("200 OK"));
        }
    }

    @Test
    void answersUnknownPathsAndMethodsAlike() throws IOException {
        try (TestServer server = new TestServer(text("GET", "/a", "a"));
                RawClient client = server.connect()) {
            for (String line : new String[] {"GET /nope", "DELETE /a", "GET /v1.43", "BREW /a"}) {
                client.request(line);
                assertEquals(
                        "HTTP/1.1 404 Not Found\r\nContent-Length: 29\r\nContent-Type: application/json\r\n\r\n",
                        client.head());
                assertEquals("{\"message\":\"page not found\"}\n", client.until("\n"));
            }
        }
    }

    @Test
    void redirectsToTheCleanPath() throws IOException {
        try (TestServer server = new TestServer(text("GET", "/a/b", "a"));
                RawClient client = server.connect()) {
            client.request("GET //a/./c/../b?x=1");
            assertTrue(client.head().contains("301 Moved Permanently\r\nLocation: /a/b?x=1\r\n"), "redirect");
        }
    }

    @Test
    void everyPathIsServedBareAndBehindAnyVersion() throws IOException {
        try (TestServer server = new TestServer(text("GET", "/a", "a"));
                RawClient client = server.connect()) {
            for (String path : new String[] {"/a", "/v1.51/a", "/v1.24/a", "/v9/a", "/v1.2.3/a"}) {
                client.request("GET " + path);
                assertTrue(client.until("\r\n\r\na").contains("200 OK"), path);
            }
            client.request("GET /vx/a");
            assertTrue(client.until("page not found\"}\n").contains("404"), "that is no version");
        }
    }

    @Test
    void everyKindOfFailureHasItsStatus() {
        Map<ErrorKind, Integer> statuses = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            statuses.put(kind, FailureAnswers.status(new EngineException(kind, "x", null)));
        }
        assertEquals(
                "{NOT_FOUND=404, INVALID_PARAMETER=400, CONFLICT=409, UNAUTHORIZED=401, FORBIDDEN=403, NOT_MODIFIED=304,"
                        + " UNAVAILABLE=503, NOT_IMPLEMENTED=501, SYSTEM=500}",
                statuses.toString());
        assertEquals(500, FailureAnswers.status(new IllegalStateException("a defect")));
    }

    @Test
    void mapsFailures() throws IOException {
        Route conflict = Route.post("/conflict", _ -> {
            throw EngineException.conflict("name <x> is \"taken\"");
        });
        Route same = Route.post("/same", _ -> {
            throw EngineException.notModified("nothing to do");
        });
        Route bug = Route.post("/bug", _ -> {
            throw new IllegalStateException();
        });
        try (TestServer server = new TestServer(conflict, same, bug);
                RawClient client = server.connect()) {
            client.request("POST /conflict");
            assertTrue(client.head().startsWith("HTTP/1.1 409 Conflict"));
            assertEquals("{\"message\":\"name <x> is \\\"taken\\\"\"}\n", client.until("\n"));
            client.request("POST /same");
            String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 304 Not Modified") && !head.contains("Content-Type"), head);
            client.request("POST /bug");
            assertTrue(client.head().startsWith("HTTP/1.1 500 "));
            assertEquals("{\"message\":\"IllegalStateException\"}\n", client.until("\n"));
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (TestServer server = new TestServer(Route.head("/_ping", TestServer::ok), text("GET", "/a", "a"));
                RawClient client = server.connect()) {
            client.request("HEAD /_ping").request("GET /a");
            assertTrue(client.head().contains("Content-Length: 2\r\n"));
            assertTrue(client.until("\r\n\r\na").startsWith("HTTP/1.1 200 OK"));
        }
    }

    @Test
    void streamsInChunksThatArriveAtOnce() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        Route events = Route.get("/events", e -> {
            try (OutputStream out = e.startStream(200, "application/json")) {
                out.write("first".getBytes(StandardCharsets.US_ASCII));
                heard.await();
                out.write("second".getBytes(StandardCharsets.US_ASCII));
            }
        });
        try (TestServer server = new TestServer(events, text("GET", "/a", "a"));
                RawClient client = server.connect()) {
            client.request("GET /events");
            assertTrue(client.head().contains("Transfer-Encoding: chunked"));
            assertEquals("5\r\nfirst\r\n", client.until("first\r\n"));
            heard.countDown();
            assertEquals("6\r\nsecond\r\n0\r\n\r\n", client.until("0\r\n\r\n"));
            client.request("GET /a");
            client.until("\r\n\r\na");
        }
    }

    @Test
    void endsAnOldClientsStreamByClosing() throws IOException {
        Route events = Route.get("/events", e -> e.startStream(200, "").write("x".getBytes(StandardCharsets.US_ASCII)));
        try (TestServer server = new TestServer(events, text("GET", "/a", "a"));
                RawClient client = server.connect()) {
            client.send("GET /events HTTP/1.0\r\n\r\n");
            String all = client.rest();
            assertTrue(all.endsWith("\r\n\r\nx") && all.contains("Connection: close") && !all.contains("chunked"), all);
        }
    }

    @Test
    void cutsAStreamThatFails() throws IOException {
        Route events = Route.get("/events", e -> {
            e.startStream(200, "").write("x".getBytes(StandardCharsets.US_ASCII));
            throw new IllegalStateException("half way");
        });
        try (TestServer server = new TestServer(events);
                RawClient client = server.connect()) {
            client.request("GET /events");
            assertFalse(client.rest().endsWith("0\r\n\r\n"));
        }
    }

    @Test
    void tellsAHandlerThatItsClientHasGone() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Route wait = Route.post("/wait", e -> {
            e.onClientGone(gone::countDown);
            begun.countDown();
            assertTrue(gone.await(10, TimeUnit.SECONDS));
            assertTrue(e.isClientGone());
        });
        try (TestServer server = new TestServer(wait)) {
            RawClient client = server.connect();
            client.request("POST /wait");
            begun.await();
            client.close();
            assertTrue(gone.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void blocksAWriterWhoseClientDoesNotRead() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch failed = new CountDownLatch(1);
        Route flood = Route.get("/flood", e -> {
            try (OutputStream out = e.startStream(200, "")) {
                byte[] block = new byte[64 * 1024];
                for (int i = 0; i < 10_000; i++) {
                    out.write(block);
                }
            } catch (IOException stalled) {
                failure.set(stalled);
                failed.countDown();
                throw stalled;
            }
        });
        try (TestServer server = new TestServer(flood);
                RawClient client = server.connect()) {
            client.request("GET /flood");
            assertTrue(failed.await(10, TimeUnit.SECONDS));
            assertEquals("the client stalled", failure.get().getMessage());
        }
    }
}
