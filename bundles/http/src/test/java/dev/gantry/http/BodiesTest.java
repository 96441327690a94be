package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BodiesTest {
    private static final Route ECHO =
            Route.post("/echo", e -> e.respondBytes(200, "", e.body().readAllBytes()));
    private static final Route COUNT = Route.put("/count", e -> {
        long count = 0;
        byte[] buffer = new byte[8192];
        for (int n = e.body().read(buffer); n >= 0; n = e.body().read(buffer)) {
            count += n;
        }
        e.respondJson(200, count);
    });
    private static final Route JSON = Route.post("/json", e -> e.respondJson(200, e.readJson(String.class)));
    private static final Route QUERY = Route.post(
            "/query",
            e -> e.respondJson(200, e.query("a") + e.queryAll("b") + e.body().readAllBytes().length));
    private static final Route IGNORE = Route.post("/ignore", TestServer::ok);

    @Test
    void readsChunkedBodies() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.request("POST /echo", "Transfer-Encoding: chunked");
            client.send("3\r\nabc\r\n").send("2;x=y\r\nde\r\n0\r\n\r\n");
            assertTrue(client.until("abcde").contains("Content-Length: 5"));
        }
    }

    @Test
    void readsBodiesOfAnySize() throws Exception {
        long size = 50_000_000;
        try (TestServer server = new TestServer(COUNT);
                RawClient client = server.connect()) {
            client.request("PUT /count", "Content-Length: " + size);
            byte[] block = new byte[100_000];
            for (long sent = 0; sent < size; sent += block.length) {
                client.send(block);
            }
            assertTrue(client.until(size + "\n").contains("200 OK"));
        }
    }

    private static void form(RawClient client, String type, String body) throws IOException {
        client.request(
                "POST /query?a=1&b=2",
                "Content-Type: " + type,
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        client.send(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFormCountsAsQueryAndComesFirst() throws IOException {
        try (TestServer server = new TestServer(QUERY);
                RawClient client = server.connect()) {
            form(client, "application/x-www-form-urlencoded; charset=utf-8", "a=x%20y&b=z&c");
            client.until("x y[z, 2]13\n");
            client.request(
                    "POST /query?a=1&b=2",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Transfer-Encoding: chunked");
            client.send("3\r\na=5\r\n0\r\n\r\n");
            client.until("5[2]3\n");
            form(client, "application/x-www-form-urlencoded", "a=%zz");
            assertTrue(client.until("invalid URL escape").contains("400"), "refused");
        }
    }

    @Test
    void aFormThatWasWrittenByHandCountsAsItStands() throws IOException {
        try (TestServer server = new TestServer(QUERY);
                RawClient client = server.connect()) {
            form(client, "application/x-www-form-urlencoded", "b=7&a=HUP\n");
            // The reader of the parameter is to see the newline, and to refuse it.
            client.until("HUP\n[7, 2]10\n");
            form(client, "application/x-www-form-urlencoded", "a=x y\tz");
            client.until("x y\tz[2]7\n");
            form(client, "application/x-www-form-urlencoded", "a=größe");
            assertTrue(new String(client.until("[2]9\n").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .endsWith("größe[2]9\n"));
        }
    }

    @Test
    void whatIsNoFormDoesNotCount() throws IOException {
        try (TestServer server = new TestServer(QUERY);
                RawClient client = server.connect()) {
            form(client, "text/plain", "a=x");
            client.until("1[2]3\n");
            form(client, "nonsense;;", "a=x");
            client.until("1[2]3\n");
            // curl calls an archive a form, too.
            form(client, "application/x-www-form-urlencoded", "a=x\0y");
            client.until("1[2]5\n");
            form(client, "application/x-www-form-urlencoded", "a=x\u001fy");
            client.until("1[2]5\n");
            form(client, "application/x-www-form-urlencoded", "a=x\u007f");
            client.until("1[2]4\n");
            form(client, "application/x-www-form-urlencoded", "a=" + "x".repeat(64 * 1024));
            client.until("1[2]65538\n");
        }
    }

    @Test
    void asksForTheBodyOnlyWhenItIsRead() throws IOException {
        try (TestServer server = new TestServer(ECHO, IGNORE);
                RawClient client = server.connect()) {
            client.request("POST /echo", "Content-Length: 5", "Expect: 100-continue");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.until("\r\n\r\n"));
            client.send("hello");
            assertTrue(client.until("hello").startsWith("HTTP/1.1 200 OK"));
            client.request("POST /ignore", "Content-Length: 5", "Expect: 100-continue");
            String all = client.rest();
            assertTrue(
                    all.startsWith("HTTP/1.1 200 OK") && all.contains("Connection: close") && all.endsWith("OK"), all);
        }
    }

    @Test
    void goesOnAfterASmallBodyThatNobodyRead() throws IOException {
        try (TestServer server = new TestServer(IGNORE, ECHO);
                RawClient client = server.connect()) {
            client.request("POST /ignore", "Content-Length: 100000").send(new byte[40_000]);
            client.until("\r\n\r\nOK");
            client.send(new byte[60_000])
                    .request("POST /echo", "Content-Length: 2")
                    .send("hi");
            assertTrue(client.until("\r\n\r\nhi").startsWith("HTTP/1.1 200 OK"));
        }
    }

    @Test
    void closesAfterALargeBodyThatNobodyRead() throws IOException {
        try (TestServer server = new TestServer(IGNORE);
                RawClient client = server.connect()) {
            client.request("POST /ignore", "Content-Length: 100000000").send(new byte[100_000]);
            String all = client.rest();
            assertTrue(all.contains("Connection: close") && all.endsWith("OK"), all);
        }
    }

    @Test
    void refusesBodiesThatAreNotLabelledJson() throws IOException {
        try (TestServer server = new TestServer(JSON);
                RawClient client = server.connect()) {
            client.request("POST /json");
            assertTrue(client.until("null\n").contains("200 OK"));
            client.request("POST /json", "Content-Length: 2", "Content-Type: application/json; charset=utf-8")
                    .send("{}");
            assertTrue(client.until("{}\n").contains("200 OK"));
            client.request("POST /json", "Content-Length: 2", "Content-Type: text/plain")
                    .send("{}");
            assertTrue(
                    client.until("}\n")
                            .endsWith(
                                    "{\"message\":\"unsupported Content-Type header (text/plain): must be 'application/json'\"}\n"));
            client.request("POST /json", "Content-Length: 2").send("{}");
            assertTrue(client.until("}\n")
                    .endsWith("{\"message\":\"malformed Content-Type header (): mime: no media type\"}\n"));
            client.request("POST /json", "Content-Length: 70000", "Content-Type: application/json")
                    .send(new byte[70_000]);
            assertTrue(client.until("}\n").contains("HTTP/1.1 400 "));
        }
    }

    @Test
    void cutsOffAClientThatStallsInItsBody() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.request("POST /echo", "Content-Length: 5").send("he");
            assertEquals("", client.rest());
        }
    }

    @Test
    void readsNoFasterThanTheHandler() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Route lazy = Route.put("/lazy", e -> {
            e.body().read();
            go.await();
            e.respondJson(200, e.body().readAllBytes().length);
        });
        AtomicLong sent = new AtomicLong();
        try (TestServer server = new TestServer(lazy);
                RawClient client = server.connect()) {
            client.request("PUT /lazy", "Content-Length: 30000000");
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 300; i++) {
                        client.send(new byte[100_000]);
                        sent.addAndGet(100_000);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.join(500);
            assertTrue(sent.get() < 3_000_000, () -> "sent " + sent);
            go.countDown();
            sender.join(TimeUnit.SECONDS.toMillis(10));
            assertTrue(client.until("29999999\n").contains("200 OK"));
        }
    }

    @Test
    void answersBadSyntaxInPlainText() throws IOException {
        try (TestServer server = new TestServer(ECHO)) {
            assertEquals("400 Bad Request", refusal(server, "what is this\r\n\r\n"));
            assertEquals("400 Bad Request: missing required Host header", refusal(server, "GET / HTTP/1.1\r\n\r\n"));
            assertEquals(
                    "400 Bad Request: malformed Host header",
                    refusal(server, "GET / HTTP/1.1\r\nHost: var/run/docker.sock\r\n\r\n"));
            assertEquals(
                    "414 URI Too Long", refusal(server, "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertEquals(
                    "431 Request Header Fields Too Large",
                    refusal(server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"));
            assertEquals(
                    "417 Expectation Failed", refusal(server, "GET / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n"));
            assertEquals(
                    "400 Bad Request", refusal(server, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"));
        }
    }

    private static String refusal(TestServer server, String request) throws IOException {
        try (RawClient client = server.connect()) {
            client.send(request);
            String all = client.rest();
            int body = all.indexOf("\r\n\r\n") + 4;
            assertTrue(all.startsWith("HTTP/1.1 " + all.substring(body).split(":")[0] + "\r\n"), all);
            return all.substring(body);
        }
    }

    @Test
    void aHostThatIsNoneIsRefused() throws IOException {
        try (TestServer server = new TestServer(ECHO)) {
            for (String host : new String[] {"a/b", "a b", "a\"b", "a<b>", "user@host", "a\\b"}) {
                assertEquals(
                        "400 Bad Request: malformed Host header",
                        refusal(server, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
                        host);
            }
            for (String host : new String[] {"", "docker", "[fe80::1%25eth0]:2375", "%2Frun%2Fdocker.sock"}) {
                try (RawClient client = server.connect()) {
                    client.send("POST /echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    assertTrue(client.until("\r\n\r\n").startsWith("HTTP/1.1 200"), host);
                }
            }
        }
    }

    @Test
    void cutsOffAMalformedChunk() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.request("POST /echo", "Transfer-Encoding: chunked").send("zz\r\nabc\r\n");
            assertEquals("", client.rest());
        }
    }

    @Test
    void cutsOffAClientThatDrawlsItsHead() throws IOException {
        try (TestServer server = new TestServer(ECHO);
                RawClient client = server.connect()) {
            client.send("GET / HT");
            assertTrue(client.rest().startsWith("HTTP/1.1 408 Request Timeout\r\n"));
        }
    }

    @Test
    void keepsIdleConnections() throws Exception {
        try (TestServer server = new TestServer(IGNORE);
                RawClient client = server.connect()) {
            awaitHeadTimeout(server);
            client.request("POST /ignore");
            client.until("\r\n\r\nOK");
            awaitHeadTimeout(server);
            client.request("POST /ignore");
            client.until("\r\n\r\nOK");
        }
    }

    /// Until a client that has come later than all others, and has begun a request, is given up.
    private static void awaitHeadTimeout(TestServer server) throws IOException {
        try (RawClient client = server.connect()) {
            client.send("GET /");
            assertTrue(client.rest().startsWith("HTTP/1.1 408 Request Timeout\r\n"));
        }
    }
}
