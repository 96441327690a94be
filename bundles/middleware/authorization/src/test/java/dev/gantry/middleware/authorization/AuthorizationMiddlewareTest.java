package dev.gantry.middleware.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Peer;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.config.ReconfigurableContract;
import dev.gantry.testkit.http.FakeExchange;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AuthorizationMiddlewareTest {
    private final JacksonCodec codec = new JacksonCodec();
    private final List<String> asked = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final List<String> known = new ArrayList<>(List.of("first", "second"));

    private AuthorizationMiddleware middleware(String... names) {
        AuthorizationMiddleware made = new AuthorizationMiddleware(Map.of("authorization-plugins", names));
        made.bindJson(codec);
        made.bindPlugins(new FakePlugins());
        return made;
    }

    private final class FakePlugins implements Plugins {
        @Override
        public Plugin find(String name, String kind, Duration patience) {
            assertEquals("authz", kind);
            if (!known.contains(name)) {
                throw EngineException.notFound("plugin \"" + name + "\" not found");
            }
            return new FakePlugin(name);
        }
    }

    private final class FakePlugin implements Plugin {
        private final String name;

        FakePlugin(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<String> kinds() {
            return List.of("authz");
        }

        @Override
        public <T> T call(String method, Object arguments, Class<T> answer, Duration limit) {
            String call = name + " " + method.replace("AuthZPlugin.AuthZ", "");
            asked.add(call);
            questions.add((Question) arguments);
            return answer.cast(verdicts.getOrDefault(call, new Verdict(true, null, null)));
        }
    }

    private FakeExchange send(AuthorizationMiddleware middleware, FakeExchange exchange, Handler handler)
            throws Exception {
        middleware.wrap(handler).handle(exchange.codec(codec));
        return exchange;
    }

    private static Handler ok() {
        return exchange -> exchange.respondJson(200, Map.of("Id", "x"));
    }

    private static FakeExchange get() {
        return new FakeExchange("GET", "/v1.51/containers/json?all=1");
    }

    private EngineException refusal(FakeExchange exchange, Handler handler, String... names) {
        return assertThrows(EngineException.class, () -> send(middleware(names), exchange, handler));
    }

    @Test
    void withoutPluginsNothingIsHeldOrAsked() throws Exception {
        FakeExchange exchange = send(middleware(), get(), e -> assertTrue(e instanceof FakeExchange));
        assertEquals(0, exchange.status());
        assertEquals(List.of(), asked);
    }

    @Test
    void asksAllInTheirOrderBeforeAndAfter() throws Exception {
        FakeExchange exchange = send(middleware("second", "first", "second"), get(), ok());
        assertEquals(List.of("second Req", "first Req", "second Res", "first Res"), asked);
        assertEquals(200, exchange.status());
        assertEquals("{\"Id\":\"x\"}\n", exchange.text());
    }

    @Test
    void theFirstDenialEndsIt() {
        verdicts.put("first Req", new Verdict(false, "not today", null));
        FakeExchange exchange = get();
        EngineException denied = refusal(
                exchange,
                _ -> {
                    throw new AssertionError("handled");
                },
                "first",
                "second");
        assertEquals(ErrorKind.FORBIDDEN, denied.kind());
        assertEquals("authorization denied by plugin first: not today", denied.getMessage());
        assertEquals(List.of("first Req"), asked);
        assertTrue(exchange.responseHeaders().isEmpty(), "a denied request tells nothing");
    }

    @Test
    void aPluginThatFailsIsNoConsent() {
        verdicts.put("first Req", new Verdict(true, null, "database away"));
        EngineException failed = refusal(get(), ok(), "first");
        assertEquals(ErrorKind.SYSTEM, failed.kind());
        assertEquals("plugin first failed with error: database away", failed.getMessage());
        EngineException unknown = refusal(get(), ok(), "missing");
        assertEquals(ErrorKind.SYSTEM, unknown.kind());
        assertEquals("plugin missing failed with error: plugin \"missing\" not found", unknown.getMessage());
    }

    @Test
    void anAnswerThatIsDeniedIsNotSent() {
        verdicts.put("second Res", new Verdict(false, "secret", null));
        FakeExchange exchange = get();
        EngineException denied = refusal(
                exchange,
                e -> {
                    e.setHeader("Api-Version", "1.51");
                    ok().handle(e);
                },
                "first",
                "second");
        assertEquals("authorization denied by plugin second: secret", denied.getMessage());
        assertEquals(0, exchange.status());
        assertNull(exchange.responseHeaders().get("Api-Version"));
    }

    @Test
    void theHandlersFailureWinsOverADenialOfTheAnswer() {
        verdicts.put("first Res", new Verdict(false, "secret", null));
        FakeExchange exchange = get();
        EngineException failed = refusal(
                exchange,
                e -> {
                    e.setHeader("Api-Version", "1.51");
                    throw EngineException.notFound("No such container: x");
                },
                "first");
        assertEquals("No such container: x", failed.getMessage());
        assertEquals("1.51", exchange.responseHeaders().get("Api-Version"), "failures carry the headers");
        assertEquals(List.of("first Req", "first Res"), asked);
    }

    @Test
    void tellsPluginsWhatWasAskedAndAnswered() throws Exception {
        send(
                middleware("first"),
                new FakeExchange("POST", "/v1.51/containers/create?name=x")
                        .header("content-type", "application/json")
                        .header("X-Registry-Auth", "secret")
                        .header("Authorization", "secret")
                        .header("X-Registry-Config", "secret")
                        .header("user-agent", "test")
                        .body("{\"Image\":\"busybox\"}"),
                e -> {
                    assertEquals(
                            "{\"Image\":\"busybox\"}", new String(e.body().readAllBytes(), StandardCharsets.UTF_8));
                    e.setHeader("api-version", "1.51");
                    e.respondJson(201, Map.of("Id", "x"));
                });
        Question before = questions.getFirst();
        assertEquals("POST", before.RequestMethod());
        assertEquals("/v1.51/containers/create?name=x", before.RequestUri());
        assertEquals("{\"Image\":\"busybox\"}", new String(before.RequestBody(), StandardCharsets.UTF_8));
        assertEquals(Map.of("Content-Type", "application/json", "User-Agent", "test"), before.RequestHeaders());
        assertEquals("", before.User());
        Question after = questions.getLast();
        assertEquals(201, after.ResponseStatusCode());
        assertEquals("{\"Id\":\"x\"}\n", new String(after.ResponseBody(), StandardCharsets.UTF_8));
        assertEquals(Map.of("Api-Version", "1.51", "Content-Type", "application/json"), after.ResponseHeaders());
    }

    @Test
    void writesTheQuestionAsPluginsReadIt() throws Exception {
        send(middleware("first"), get().header("a-b", "c"), ok());
        assertEquals(
                "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/v1.51/containers/json?all=1\",\"RequestHeaders\":{\"A-B\":\"c\"}}",
                new String(codec.write(questions.getFirst()), StandardCharsets.UTF_8));
    }

    @Test
    void theNameInTheClientsCertificateIsTheUser() throws Exception {
        X509Certificate alice;
        try (InputStream pem = getClass().getResourceAsStream("/alice.pem")) {
            alice = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        send(middleware("first"), get().peer(new Peer("192.0.2.1:1", "tcp", -1, -1, -1, List.of(alice))), ok());
        assertEquals("alice", questions.getFirst().User());
        assertEquals("TLS", questions.getFirst().UserAuthNMethod());
        String json = new String(codec.write(questions.getFirst()), StandardCharsets.UTF_8);
        String encoded = json.replaceFirst(".*\"RequestPeerCertificates\":\\[\"([^\"]+)\".*", "$1");
        String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
        try (InputStream pem = getClass().getResourceAsStream("/alice.pem")) {
            assertEquals(new String(pem.readAllBytes(), StandardCharsets.US_ASCII), text);
        }
    }

    private byte[] shown(String target, String type, String body) throws Exception {
        questions.clear();
        send(
                middleware("first"),
                new FakeExchange("POST", target).header("Content-Type", type).body(body),
                ok());
        return questions.getFirst().RequestBody();
    }

    @Test
    void onlyJsonBodiesOfLessThanAMebibyteAreShownAndNoLogins() throws Exception {
        String most = "x".repeat(Questions.BODY_LIMIT - 1);
        assertEquals(most.length(), shown("/a", "application/json; charset=utf-8", most).length);
        assertNull(shown("/a", "application/json", most + "x"));
        assertNull(shown("/a", "application/x-tar", "x"));
        assertNull(shown("/a", "", "x"));
        assertNull(shown("/auth", "application/json", "{}"));
        assertNull(shown("/v1.51/auth", "application/json", "{}"));
    }

    /// Its parameters count as much as those of the query.
    @Test
    void aFormIsShown() throws Exception {
        byte[] form = shown("/containers/x/kill", "application/x-www-form-urlencoded", "signal=KILL");
        assertEquals("signal=KILL", new String(form, StandardCharsets.UTF_8));
        assertNull(shown("/auth", "application/x-www-form-urlencoded", "a=b"));
    }

    @Test
    void aBodyInChunksIsShownAsWell() throws Exception {
        send(
                middleware("first"),
                new FakeExchange("POST", "/a")
                        .header("Content-Type", "application/json")
                        .body(new java.io.ByteArrayInputStream("{\"a\":1}".getBytes(StandardCharsets.UTF_8))),
                ok());
        assertEquals("{\"a\":1}", new String(questions.getFirst().RequestBody(), StandardCharsets.UTF_8));
    }

    @Test
    void streamsGoThroughAndAreJudgedWhenTheyAreOver() throws Exception {
        FakeExchange exchange = send(middleware("first"), get(), e -> {
            e.setHeader("Api-Version", "1.51");
            try (OutputStream out = e.startStream(200, "application/json")) {
                out.write('a');
                assertTrue(e.isCommitted());
                assertEquals(List.of("first Req"), asked);
            }
        });
        assertEquals("a", exchange.text());
        assertEquals("1.51", exchange.responseHeaders().get("Api-Version"));
        assertEquals(List.of("first Req", "first Res"), asked);
        assertNull(questions.getLast().ResponseBody());
    }

    @Test
    void connectionsThatLeaveHttpGoThrough() throws Exception {
        FakeExchange exchange = send(
                middleware("first"),
                new FakeExchange("POST", "/containers/x/attach"),
                e -> e.hijack("a/b").close());
        assertEquals(101, exchange.status());
        assertEquals(101, questions.getLast().ResponseStatusCode());
    }

    @Test
    void largeAnswersAreNotHeld() throws Exception {
        byte[] large = new byte[HeldAnswer.HELD + 1];
        FakeExchange exchange = get();
        send(middleware("first"), exchange, e -> {
            e.respondBytes(200, "application/json", large);
            assertEquals(large.length, exchange.answer().length);
        });
        assertNull(questions.getLast().ResponseBody());
    }

    @Test
    void theListChangesUnderRequests() throws Exception {
        AuthorizationMiddleware middleware = middleware("first", "second");
        send(middleware, get(), e -> {
            middleware.modified(Map.of("authorization-plugins", new String[] {"second"}));
            ok().handle(e);
        });
        assertEquals(List.of("first Req", "second Req", "second Res"), asked);
        asked.clear();
        send(middleware, get(), ok());
        assertEquals(List.of("second Req", "second Res"), asked);
        middleware.modified(Map.of("authorization-plugins", new String[0]));
        asked.clear();
        send(middleware, get(), ok());
        assertEquals(List.of(), asked);
    }

    @Test
    void aReloadThatNamesAPluginThatIsNotThereIsRefused() {
        AuthorizationMiddleware middleware = middleware();
        assertEquals(
                "authorization-plugins: plugin \"missing\" not found",
                assertThrows(EngineException.class, () -> middleware.prepare(change("first", "missing")))
                        .getMessage());
        middleware.prepare(change("first")).commit();
        known.clear();
        middleware.prepare(ConfigChange.between(config("gone"), config("gone"))).commit();
    }

    private static ConfigChange change(String... names) {
        return ConfigChange.between(config(), config(names));
    }

    private static DaemonConfig config(String... names) {
        return new DaemonConfig(Map.of("authorization-plugins", List.of(names)));
    }

    @Test
    void anEmptyAnswerIsJudgedToo() throws Exception {
        FakeExchange exchange = send(middleware("first"), get(), e -> e.respondEmpty(204));
        assertEquals(204, exchange.status());
        assertFalse(questions.isEmpty());
        assertEquals(204, questions.getLast().ResponseStatusCode());
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        @Override
        protected Reconfigurable newPart() {
            return middleware();
        }

        @Override
        protected DaemonConfig inForce() {
            return config();
        }

        @Override
        protected DaemonConfig acceptable() {
            return config("second", "first");
        }

        @Override
        protected DaemonConfig unacceptable() {
            return config("first", "missing");
        }

        /// Who is asked.
        @Override
        protected Object visible(Reconfigurable of) throws Exception {
            asked.clear();
            send((AuthorizationMiddleware) of, get(), ok());
            return List.copyOf(asked);
        }

        @Override
        protected void deliver(Reconfigurable to, DaemonConfig settings) {
            String[] names = settings.list("authorization-plugins").toArray(String[]::new);
            ((AuthorizationMiddleware) to).modified(Map.of("authorization-plugins", names));
        }
    }
}
