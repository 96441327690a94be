package dev.gantry.registry;

import static dev.gantry.registry.HostileRegistry.header;
import static dev.gantry.registry.HostileRegistry.respond;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.Filters;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConversationTest {
    private static final String MANIFEST = "/v2/a/b/manifests/1";

    private final HostileRegistry server = new HostileRegistry();
    private final HttpRegistry registry =
            new HttpRegistry(new JacksonCodec(), RegistrySettings.of(Map.of(), HostileRegistry.SHORT));

    @AfterEach
    void stop() {
        server.close();
    }

    private RepositoryClient open(Access access, Map<String, List<String>> headers) {
        return registry.open(Reference.parse(server.host() + "/a/b:1"), Credentials.NONE, access, headers);
    }

    @Test
    void tellsWhoAsksOnWhoseBehalf() {
        try (RepositoryClient client = open(
                Access.PULL,
                Map.of("User-Agent", List.of("Docker-Client/28.5.2 (linux)\u00e9\r\n"), "X-Meta-A", List.of("b")))) {
            assertThrows(EngineException.class, () -> client.resolve("1"));
        }
        for (HostileRegistry.Seen seen : server.seen) {
            String agent = seen.header("User-agent");
            assertTrue(agent.startsWith("docker/28.5.2 gantry/"), agent);
            assertTrue(agent.endsWith(" UpstreamClient(Docker-Client/28.5.2 \\(linux\\))"), agent);
        }
        assertEquals("b", server.seen.getLast().header("X-meta-a"));
    }

    @Test
    void loginsAndSearchesTellOnWhoseBehalfToo() throws Exception {
        server.on("/v1/search", exchange -> respond(exchange, 200, "{\"results\":[]}"));
        Credentials bob = new Credentials(server.host(), "bob", "secret", "", "");
        FakeExchange exchange = new FakeExchange("POST", "/auth");
        ClientAgent.handle("Docker-Client/28.5.2 (linux)", _ -> registry.login(bob), exchange);
        ClientAgent.handle(
                "Docker-Client/28.5.2 (linux)",
                _ -> registry.search(server.host() + "/a", 25, Filters.NONE, Credentials.NONE),
                exchange);
        assertEquals("/v1/search?q=a&n=25", server.seen.getLast().target());
        for (HostileRegistry.Seen seen : server.seen) {
            String agent = seen.header("User-agent");
            assertTrue(agent.endsWith(" UpstreamClient(Docker-Client/28.5.2 \\(linux\\))"), seen + agent);
        }
        int asked = server.seen.size();
        registry.login(bob);
        assertFalse(server.seen.get(asked).header("User-agent").contains("UpstreamClient"));
    }

    @Test
    void refusalsOfAnInspectionAreTheRegistrysOwn() {
        server.on(
                MANIFEST,
                exchange -> respond(
                        exchange,
                        403,
                        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"requested access to the resource is denied\"}]}"));
        try (RepositoryClient client = open(Access.INSPECT, Map.of())) {
            EngineException e = assertThrows(EngineException.class, () -> client.manifest("1"));
            assertEquals(ErrorKind.FORBIDDEN, e.kind());
            assertEquals("denied: requested access to the resource is denied", e.getMessage());
        }
        try (RepositoryClient client = open(Access.PULL, Map.of())) {
            EngineException e = assertThrows(EngineException.class, () -> client.manifest("1"));
            assertEquals(ErrorKind.NOT_FOUND, e.kind());
            assertTrue(
                    e.getMessage().startsWith("pull access denied for " + server.host() + "/a/b, repository"),
                    e.getMessage());
        }
    }

    @Test
    void pushesSayOnlyWhyTheyWereNotAnswered() {
        server.on("/v2/", exchange -> {
            header(exchange, "WWW-Authenticate", "Basic realm=\"r\"");
            respond(exchange, 401, "");
        });
        try (RepositoryClient client = open(Access.PUSH, Map.of())) {
            EngineException e = assertThrows(EngineException.class, () -> client.hasBlob("sha256:0"));
            assertEquals("no basic auth credentials", e.getMessage());
            assertEquals(ErrorKind.UNAUTHORIZED, e.kind());
        }
        try (RepositoryClient client = open(Access.PULL, Map.of())) {
            assertEquals(
                    "Head \"http://" + server.host() + MANIFEST + "\": no basic auth credentials",
                    assertThrows(EngineException.class, () -> client.resolve("1"))
                            .getMessage());
        }
    }

    /// A mirror that can be reached but breaks each transfer does not keep a blob from coming.
    @Test
    void leavesAMirrorThatKeepsBreaking() throws IOException {
        Descriptor blob = new Descriptor("layer", "sha256:" + "ab".repeat(32), 4);
        try (HostileRegistry second = new HostileRegistry()) {
            server.on("/v2/library/x/blobs/" + blob.digest(), exchange -> {
                exchange.sendResponseHeaders(200, 4);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
            });
            second.on("/v2/library/x/blobs/" + blob.digest(), exchange -> respond(exchange, 200, "data"));
            registry.configure(Map.of("registry-mirrors", "http://" + server.host() + ",http://" + second.host()));
            try (RepositoryClient client =
                    registry.open(Reference.parse("x"), Credentials.NONE, Access.PULL, Map.of())) {
                for (int i = 0; i < 2; i++) {
                    try (BlobStream stream = client.blob(blob, 0)) {
                        assertThrows(IOException.class, () -> stream.body().readAllBytes());
                    }
                }
                try (BlobStream stream = client.blob(blob, 0)) {
                    assertEquals("data", new String(stream.body().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void aConversationKeepsTheSettingsThatItBeganWith() {
        server.on(MANIFEST, exchange -> {
            header(exchange, "Content-Type", "application/vnd.oci.image.manifest.v1+json");
            respond(exchange, 200, "{}");
        });
        try (RepositoryClient client = open(Access.PULL, Map.of())) {
            registry.configure(Map.of("http-proxy", "http://127.0.0.1:1", "insecure-registries", "other"));
            assertEquals("{}", new String(client.manifest("1").bytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void goesThroughAProxyThatWantsAPassword() {
        String address = server.host();
        server.on("/v2/a/tags/list", exchange -> respond(exchange, 200, "{\"tags\":[\"t\"]}"));
        registry.configure(Map.of(
                "http-proxy", "http://me:it%3As@" + address, "insecure-registries", new String[] {"reg.example:5000"}));
        try (RepositoryClient client =
                registry.open(Reference.parse("reg.example:5000/a"), Credentials.NONE, Access.PULL, Map.of())) {
            registryByHttp(client);
        }
        HostileRegistry.Seen last = server.seen.getLast();
        assertEquals("http://reg.example:5000/v2/a/tags/list", last.target());
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("me:it:s".getBytes(StandardCharsets.UTF_8)),
                last.header("Proxy-authorization"));
    }

    private static void registryByHttp(RepositoryClient client) {
        assertEquals(List.of("t"), client.tags());
    }

    @Test
    void aProxyThatCannotBeUsedIsNamedWithoutItsPassword() {
        registry.configure(Map.of("https-proxy", "socks5://me:secret@proxy.example:1080"));
        try (RepositoryClient client =
                registry.open(Reference.parse("reg.example/a:1"), Credentials.NONE, Access.PULL, Map.of())) {
            assertEquals(
                    "proxyconnect tcp: proxy socks5://proxy.example: only proxies that speak plain HTTP to their clients are"
                            + " supported",
                    assertThrows(EngineException.class, () -> client.resolve("1"))
                            .getMessage());
        }
    }

    @Test
    void searchesARegistryByItsOwnName() {
        server.on(
                "/v1/search",
                exchange -> respond(
                        exchange,
                        200,
                        "{\"results\":[{\"name\":\"a\",\"is_official\":true,\"star_count\":7},{\"name\":\"b\",\"star_count\":1}]}"));
        var all = registry.search(server.host() + "/a", 25, Filters.NONE, Credentials.NONE);
        assertEquals(
                List.of("a", "b"), all.stream().map(result -> result.name()).toList());
        assertEquals("/v1/search?q=a&n=25", server.seen.getLast().target());
        Filters stars = new Filters(Map.of("stars", List.of("5")));
        assertEquals(
                1,
                registry.search(server.host() + "/a", 25, stars, Credentials.NONE)
                        .size());
        assertEquals(
                ErrorKind.INVALID_PARAMETER,
                assertThrows(
                                EngineException.class,
                                () -> registry.search("https://x/a", 25, Filters.NONE, Credentials.NONE))
                        .kind());
    }

    @Test
    void fetchesAFileOfAWebServer() throws IOException {
        server.on("/old", exchange -> {
            header(exchange, "Location", "/new");
            respond(exchange, 302, "");
        });
        server.on("/new", exchange -> respond(exchange, 200, "content"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BlobStream file = registry.fetch(URI.create("http://" + server.host() + "/old"), Map.of())) {
            assertEquals(7, file.size());
            file.body().transferTo(bytes);
        }
        assertEquals("content", bytes.toString(StandardCharsets.UTF_8));
        URI missing = URI.create("http://" + server.host() + "/missing");
        EngineException e = assertThrows(EngineException.class, () -> registry.fetch(missing, Map.of()));
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
        assertEquals("failed to GET " + missing + " with status 404 Not Found: 404 page not found", e.getMessage());
        assertEquals(
                "Get \"ftp://x/y\": unsupported protocol scheme \"ftp\"",
                assertThrows(EngineException.class, () -> registry.fetch(URI.create("ftp://x/y"), Map.of()))
                        .getMessage());
    }
}
