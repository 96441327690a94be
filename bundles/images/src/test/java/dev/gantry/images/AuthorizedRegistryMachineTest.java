package dev.gantry.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Credentials;
import dev.gantry.images.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real registries that want to know who asks: by password, and by tokens of a server of their choice.
@Tag("machine")
@Timeout(120)
class AuthorizedRegistryMachineTest {
    private static final byte[] BASE = Tars.of(Map.of("etc/hosts", "own".getBytes(UTF_8)));
    /// `bob` with the password `secret`.
    private static final String HTPASSWD = "bob:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

    @TempDir
    private Path directory;

    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture();
        fixture.importImage("box:1", BASE);
    }

    @AfterEach
    void stop() throws IOException {
        if (fixture != null) {
            fixture.close();
        }
    }

    private static Credentials bob(String host, String password) {
        return new Credentials(host, "bob", password, "", "");
    }

    private List<String> push(String name, Credentials credentials) {
        fixture.images.tag("box:1", Reference.parse(name));
        List<String> told = new ArrayList<>();
        fixture.images.push(
                new PushRequest(Reference.parse(name), null, credentials, Map.of()),
                message -> told.add(Fixture.text(message)));
        return told;
    }

    private void pull(String name, Credentials credentials) {
        fixture.images.pull(new PullRequest(Reference.parse(name), null, credentials, Map.of()), ProgressSink.NONE);
    }

    private static String message(Runnable call) {
        return assertThrows(EngineException.class, call::run).getMessage();
    }

    @Test
    void byPassword() throws IOException {
        Path file = Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
        String auth = "auth: {htpasswd: {realm: test, path: \"" + file + "\"}}";
        try (LocalRegistry registry = new LocalRegistry(directory.resolve("basic"), auth)) {
            String host = registry.host();
            String name = host + "/a/b:1";
            assertEquals("no basic auth credentials", message(() -> push(name, Credentials.NONE)));
            assertEquals("unauthorized: authentication required", message(() -> push(name, bob(host, "wrong"))));
            push(name, bob(host, "secret"));
            assertEquals(
                    "Head \"http://" + host + "/v2/a/b/manifests/1\": no basic auth credentials",
                    message(() -> pull(name, Credentials.NONE)));
            pull(name, bob(host, "secret"));
            assertEquals(
                    "Login Succeeded",
                    fixture.registry.login(bob(host, "secret")).status());
            EngineException e = assertThrows(EngineException.class, () -> fixture.registry.login(bob(host, "wrong")));
            assertEquals(ErrorKind.UNAUTHORIZED, e.kind());
        }
    }

    @Test
    void byToken() throws Exception {
        try (TokenAuthority tokens = new TokenAuthority(directory);
                LocalRegistry registry = new LocalRegistry(directory.resolve("token"), tokens.settings())) {
            String host = registry.host();
            assertEquals(
                    "denied: requested access to the resource is denied",
                    message(() -> push(host + "/a/b:1", Credentials.NONE)));
            push(host + "/a/b:1", bob(host, "secret"));
            assertTrue(push(host + "/c/d:1", bob(host, "secret"))
                    .contains(Digests.brief(Digests.of(BASE)) + " Mounted from a/b"));
            assertTrue(tokens.seen.stream().anyMatch(query -> query.contains("scope=repository%3Aa%2Fb%3Apull&")));
            pull(host + "/a/b:1", Credentials.NONE);
            assertTrue(message(() -> pull(host + "/a/b:1", bob(host, "wrong")))
                    .endsWith("unauthorized: incorrect username or password"));
            String identity = fixture.registry.login(bob(host, "secret")).identityToken();
            assertEquals("refresh-bob", identity);
            push(host + "/e/f:1", new Credentials(host, "", "", identity, ""));
            assertTrue(tokens.seen.getLast().contains("grant_type=refresh_token"), tokens.seen.getLast());
            EngineException e = assertThrows(EngineException.class, () -> fixture.registry.login(bob(host, "wrong")));
            assertEquals(ErrorKind.UNAUTHORIZED, e.kind());
            assertEquals(
                    "Get \"http://" + host + "/v2/\": unauthorized: incorrect username or password", e.getMessage());
        }
    }
}
