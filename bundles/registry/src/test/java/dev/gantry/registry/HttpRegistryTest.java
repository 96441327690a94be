package dev.gantry.registry;

import static dev.gantry.registry.HostileRegistry.header;
import static dev.gantry.registry.HostileRegistry.respond;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.json.JacksonCodec;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpRegistryTest {
    private static final String MANIFEST = "{\"schemaVersion\":2}";
    private static final String DIGEST = Manifests.digest(MANIFEST.getBytes(UTF_8));
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String MANIFESTS = "/v2/a/b/manifests/";

    private final HostileRegistry server = new HostileRegistry();
    private final HttpRegistry registry = registry();

    private static HttpRegistry registry(String... mirrors) {
        RegistrySettings usual = RegistrySettings.of(Map.of("registry-mirrors", mirrors));
        Duration short_ = Duration.ofMillis(800);
        RegistrySettings.Limits limits = new RegistrySettings.Limits(short_, short_, short_, short_);
        return new HttpRegistry(
                new JacksonCodec(),
                new RegistrySettings(usual.insecure(), usual.mirrors(), Path.of("/nowhere"), usual.proxies(), limits));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RepositoryClient open(Credentials credentials, Access access) {
        return registry.open(
                Reference.parse(server.host() + "/a/b:1"), credentials, access, Map.of("X-Meta-T", List.of("v")));
    }

    private RepositoryClient open() {
        return open(Credentials.NONE, Access.PULL);
    }

    private static Credentials user(String password) {
        return new Credentials("", "u", password, "", "");
    }

    private static void manifest(HttpExchange exchange) throws IOException {
        header(exchange, "Content-Type", TYPE);
        header(exchange, "Docker-Content-Digest", DIGEST);
        respond(exchange, 200, MANIFEST);
    }

    private static EngineException failure(Runnable call) {
        return assertThrows(EngineException.class, call::run);
    }

    private static Descriptor blob(long size) {
        return new Descriptor("application/octet-stream", "sha256:" + "ab".repeat(32), size);
    }

    private String blobPath() {
        return "/v2/a/b/blobs/" + blob(0).digest();
    }

    @Test
    void resolvesByHeadAlone() {
        server.on(MANIFESTS + "1", HttpRegistryTest::manifest);
        try (RepositoryClient client = open()) {
            assertEquals(new Descriptor(TYPE, DIGEST, MANIFEST.length()), client.resolve("1"));
            assertArrayEquals(MANIFEST.getBytes(UTF_8), client.manifest("1").bytes());
        }
        assertEquals(
                List.of("GET", "HEAD", "GET"),
                server.seen.stream().map(HostileRegistry.Seen::method).toList());
        assertEquals("v", server.seen.getLast().header("X-meta-t"));
    }

    @Test
    void saysThatAManifestIsNotThere() {
        String body =
                "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\",\"detail\":{\"Tag\":\"1\"}}]}";
        server.on(MANIFESTS + "1", exchange -> respond(exchange, 404, body));
        try (RepositoryClient client = open()) {
            EngineException e = failure(() -> client.resolve("1"));
            assertEquals(ErrorKind.NOT_FOUND, e.kind());
            assertEquals(
                    "manifest for " + server.host() + "/a/b:1 not found: manifest unknown: manifest unknown",
                    e.getMessage());
        }
    }

    @Test
    void refusesAManifestWithAnotherDigest() {
        String wrong = "sha256:" + "00".repeat(32);
        server.on(MANIFESTS + wrong, exchange -> respond(exchange, 200, MANIFEST));
        try (RepositoryClient client = open()) {
            assertEquals(
                    "manifest verification failed for digest " + wrong,
                    failure(() -> client.manifest(wrong)).getMessage());
        }
    }

    @Test
    void fetchesATokenOnceAndUsesIt() {
        String challenge = "Bearer realm=\"http://" + server.host() + "/token\",service=\"s\"";
        AtomicInteger issued = new AtomicInteger();
        server.on("/v2/", exchange -> {
            header(exchange, "WWW-Authenticate", challenge);
            respond(exchange, 401, "");
        });
        server.on("/token", exchange -> {
            issued.incrementAndGet();
            String pair = Base64.getEncoder().encodeToString("u:right".getBytes(UTF_8));
            boolean right =
                    ("Basic " + pair).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            respond(
                    exchange,
                    right ? 200 : 401,
                    right
                            ? "{\"token\":\"T\",\"expires_in\":300}"
                            : "{\"details\":\"incorrect username or password\"}");
        });
        server.on(MANIFESTS + "1", exchange -> {
            boolean right = "Bearer T".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            header(exchange, "WWW-Authenticate", challenge + ",error=\"insufficient_scope\"");
            if (right) {
                manifest(exchange);
            } else {
                respond(exchange, 401, "");
            }
        });
        for (int i = 0; i < 3; i++) {
            try (RepositoryClient client = open(user("right"), Access.PULL)) {
                client.resolve("1");
            }
        }
        assertEquals(1, issued.get());
        assertTrue(
                server.seen.stream().anyMatch(s -> s.target().contains("scope=repository%3Aa%2Fb%3Apull&account=u")));
        try (RepositoryClient client = open(user("wrong"), Access.PULL)) {
            EngineException e = failure(() -> client.resolve("1"));
            assertEquals(ErrorKind.UNAUTHORIZED, e.kind());
            assertTrue(e.getMessage().endsWith("unauthorized: incorrect username or password"), e.getMessage());
        }
    }

    @Test
    void tellsDeniedFromWrongWithoutCredentials() {
        server.on("/v2/", exchange -> {
            header(exchange, "WWW-Authenticate", "Basic realm=\"r\"");
            respond(exchange, 401, "");
        });
        try (RepositoryClient client = open()) {
            assertTrue(failure(() -> client.resolve("1"))
                    .getMessage()
                    .endsWith("/manifests/1\": no basic auth credentials"));
        }
        server.on(MANIFESTS + "1", exchange -> {
            header(
                    exchange,
                    "WWW-Authenticate",
                    "Bearer realm=\"http://" + server.host() + "/token\",error=\"insufficient_scope\"");
            respond(exchange, 401, "");
        });
        server.on("/token", exchange -> respond(exchange, 200, "{\"access_token\":\"anonymous\"}"));
        server.on("/v2/", exchange -> respond(exchange, 200, ""));
        try (RepositoryClient client = open()) {
            EngineException e = failure(() -> client.resolve("1"));
            assertEquals(ErrorKind.NOT_FOUND, e.kind());
            assertEquals(
                    "pull access denied for " + server.host()
                            + "/a/b, repository does not exist or may require 'docker login': "
                            + "denied: requested access to the resource is denied",
                    e.getMessage());
        }
    }

    @Test
    void keepsThePasswordFromAnotherHost() throws IOException {
        try (HostileRegistry elsewhere = new HostileRegistry()) {
            elsewhere.on("/cdn", exchange -> respond(exchange, 200, "data"));
            server.on("/v2/", exchange -> {
                header(exchange, "WWW-Authenticate", "Basic realm=\"r\"");
                respond(exchange, 401, "");
            });
            server.on(blobPath(), exchange -> {
                header(exchange, "Location", "http://" + elsewhere.host() + "/cdn");
                respond(exchange, 307, "");
            });
            try (RepositoryClient client = open(user("right"), Access.PULL);
                    BlobStream stream = client.blob(blob(4), 0)) {
                assertEquals("data", new String(stream.body().readAllBytes(), UTF_8));
            }
            assertFalse(server.seen.getLast().header("Authorization").isEmpty());
            assertTrue(elsewhere.seen.getLast().header("Authorization").isEmpty());
        }
    }

    @Test
    void asksAgainWhileTheRegistryIsInTrouble() {
        AtomicInteger asked = new AtomicInteger();
        server.on(MANIFESTS + "1", exchange -> {
            switch (asked.incrementAndGet()) {
                case 1 -> {
                    header(exchange, "Retry-After", "0");
                    respond(exchange, 429, "");
                }
                case 2 -> respond(exchange, 500, "");
                default -> manifest(exchange);
            }
        });
        try (RepositoryClient client = open()) {
            assertEquals(DIGEST, client.resolve("1").digest());
        }
        server.on(MANIFESTS + "1", exchange -> respond(exchange, 500, "oops"));
        try (RepositoryClient client = open()) {
            assertEquals(
                    "received unexpected HTTP status: 500 Internal Server Error",
                    failure(() -> client.resolve("1")).getMessage());
        }
    }

    @Test
    void goesOnWithABrokenBlob() throws IOException {
        byte[] data = new byte[100_000];
        Arrays.fill(data, (byte) 7);
        server.on(blobPath(), exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            header(exchange, "Content-Range", "bytes " + from + "-" + (data.length - 1) + "/" + data.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, data.length - from);
            exchange.getResponseBody().write(data, from, range == null ? 40_000 : data.length - from);
            exchange.getResponseBody().flush();
        });
        try (RepositoryClient client = open()) {
            long[] got = new long[1];
            try (BlobStream stream = client.blob(blob(data.length), 0)) {
                IOException e = assertThrows(EOFException.class, () -> {
                    byte[] buffer = new byte[1000];
                    for (int n = stream.body().read(buffer);
                            n >= 0;
                            n = stream.body().read(buffer)) {
                        got[0] += n;
                    }
                });
                assertEquals("unexpected EOF", e.getMessage());
            }
            try (BlobStream stream = client.blob(blob(data.length), got[0])) {
                assertEquals(got[0], stream.offset());
                assertEquals(data.length, stream.size());
                assertEquals(data.length - got[0], stream.body().readAllBytes().length);
            }
        }
    }

    @Test
    void startsOverWhereRangesAreNotServed() throws IOException {
        server.on(blobPath(), exchange -> respond(exchange, 200, "data"));
        try (RepositoryClient client = open();
                BlobStream stream = client.blob(blob(4), 2)) {
            assertEquals(0, stream.offset());
        }
    }

    @Test
    void givesUpOnARegistryThatHangs() throws IOException {
        server.on("/v2/", server::hang);
        Instant before = Instant.now();
        try (RepositoryClient client = open()) {
            String message = failure(() -> client.resolve("1")).getMessage();
            assertTrue(
                    message.endsWith(
                            "/v2/\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)"),
                    message);
        }
        server.on("/v2/", exchange -> respond(exchange, 200, ""));
        server.on(blobPath(), exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            server.hang(exchange);
        });
        try (RepositoryClient client = open();
                BlobStream stream = client.blob(blob(100), 0)) {
            assertThrows(InterruptedIOException.class, () -> stream.body().readAllBytes());
        }
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10);
    }

    @Test
    void endsWhatIsUnderWayWhenClosed() throws Exception {
        server.on(MANIFESTS + "1", server::hang);
        RepositoryClient client = open();
        Thread closer = Thread.ofVirtual().start(() -> {
            while (server.seen.size() < 2) {
                Thread.onSpinWait();
            }
            client.close();
        });
        assertEquals("context canceled", failure(() -> client.resolve("1")).getMessage());
        closer.join();
        assertEquals("context canceled", failure(() -> client.resolve("1")).getMessage());
    }

    @Test
    void endsWhenTheThreadIsInterrupted() {
        server.on(MANIFESTS + "1", server::hang);
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            while (server.seen.size() < 2) {
                Thread.onSpinWait();
            }
            caller.interrupt();
        });
        try (RepositoryClient client = open()) {
            assertEquals("context canceled", failure(() -> client.resolve("1")).getMessage());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void namesTheAddressThatRefuses() {
        int port = Integer.parseInt(server.host().substring(server.host().indexOf(':') + 1));
        server.close();
        try (RepositoryClient client = open()) {
            assertEquals(
                    "Get \"http://127.0.0.1:" + port + "/v2/\": dial tcp 127.0.0.1:" + port
                            + ": connect: connection refused",
                    failure(() -> client.resolve("1")).getMessage());
        }
    }

    @Test
    void passesOverAMirrorThatLacksIt() {
        try (HostileRegistry second = new HostileRegistry()) {
            second.on("/v2/library/x/manifests/1", HttpRegistryTest::manifest);
            HttpRegistry mirrored = registry("http://" + server.host(), "http://" + second.host());
            try (RepositoryClient client =
                    mirrored.open(Reference.parse("x:1"), user("secret"), Access.PULL, Map.of())) {
                assertEquals(DIGEST, client.resolve("1").digest());
                client.manifest("1");
            }
            assertTrue(server.seen.size() >= 2);
            assertTrue(
                    second.seen.stream().allMatch(s -> s.header("Authorization").isEmpty()));
        }
    }

    @Test
    void readsTagsOverSeveralPages() {
        server.on("/v2/a/b/tags/list", exchange -> {
            boolean first = exchange.getRequestURI().getQuery() == null;
            if (first) {
                header(exchange, "Link", "</v2/a/b/tags/list?last=y>; rel=\"next\"");
            }
            respond(exchange, 200, first ? "{\"name\":\"a/b\",\"tags\":[\"x\",\"y\"]}" : "{\"tags\":[\"z\"]}");
        });
        try (RepositoryClient client = open()) {
            assertEquals(List.of("x", "y", "z"), client.tags());
        }
    }

    @Test
    void uploadsABlobAndTellsHowFarItIs() {
        server.on("/v2/a/b/blobs/uploads/", exchange -> {
            header(exchange, "Location", "/v2/a/b/blobs/uploads/1?state=s");
            respond(exchange, 202, "");
        });
        server.on("/v2/a/b/blobs/uploads/1", exchange -> {
            header(exchange, "Location", "/v2/a/b/blobs/uploads/1?state=t");
            respond(exchange, exchange.getRequestMethod().equals("PUT") ? 201 : 202, "");
        });
        AtomicLong sent = new AtomicLong();
        try (RepositoryClient client = open(Credentials.NONE, Access.PUSH)) {
            client.pushBlob(blob(4), () -> new ByteArrayInputStream("data".getBytes(UTF_8)), sent::set);
            assertFalse(client.mountBlob(blob(4).digest(), "c/d"));
        }
        assertEquals(4, sent.get());
        HostileRegistry.Seen patch = server.seen.stream()
                .filter(s -> s.method().equals("PATCH"))
                .findFirst()
                .orElseThrow();
        assertEquals("data", patch.body());
        assertTrue(server.seen.stream()
                .anyMatch(s -> s.method().equals("PUT") && s.target().endsWith("state=t&digest=" + blob(4).digest())));
    }

    @Test
    void logsInWithAPassword() {
        String pair = Base64.getEncoder().encodeToString("u:right".getBytes(UTF_8));
        server.on("/v2/", exchange -> {
            boolean right =
                    ("Basic " + pair).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            header(exchange, "WWW-Authenticate", "Basic realm=\"r\"");
            respond(exchange, right ? 200 : 401, "");
        });
        Credentials right = new Credentials("http://" + server.host() + "/", "u", "right", "", "");
        assertEquals("Login Succeeded", registry.login(right).status());
        EngineException e = failure(() -> registry.login(new Credentials(server.host(), "u", "wrong", "", "")));
        assertEquals(ErrorKind.UNAUTHORIZED, e.kind());
        assertEquals(
                "login attempt to http://" + server.host() + "/v2/ failed with status: 401 Unauthorized",
                e.getMessage());
    }
}
