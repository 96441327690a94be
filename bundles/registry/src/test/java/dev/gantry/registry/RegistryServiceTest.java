package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.types.IndexInfo;
import dev.gantry.json.JacksonCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One test for each row of the start-up sequence's registry service, named after it.
@Timeout(30)
class RegistryServiceTest {
    private static RegistryRules rules(String key, String... values) {
        return new RegistryRules(RegistrySettings.of(Map.of(key, values)));
    }

    private static RegistryRules insecure(String... entries) {
        return rules("insecure-registries", entries);
    }

    private static String refusal(String key, String value) {
        return assertThrows(IllegalArgumentException.class, () -> rules(key, value), value)
                .getMessage();
    }

    private static List<String> bases(RegistryRules rules, String domain) {
        return rules.endpoints(domain, Access.PULL).stream()
                .map(endpoint -> endpoint.base().toString())
                .toList();
    }

    @Test
    void insecureCidrs() {
        assertEquals(
                List.of("10.0.0.0/8", "fd00:1::/32", "127.0.0.0/8", "::1/128"),
                insecure("10.1.2.3/8", "10.0.0.0/8", "fd00:1::5/32", "127.0.0.0/8")
                        .shown()
                        .InsecureRegistryCIDRs());
        assertTrue(insecure("http://10.9.0.0/16").isInsecure("10.9.1.1:5000"));
        assertTrue(insecure("HTTPS://reg.example:5000").isInsecure("reg.example:5000"));
        String key = "insecure-registries";
        assertEquals("insecure registry ftp://x should not contain '://'", refusal(key, "ftp://x"));
        assertEquals("insecure registry a_b is not valid: invalid host \"a_b\"", refusal(key, "a_b"));
        assertEquals("insecure registry x:70000 is not valid: invalid port \"70000\"", refusal(key, "x:70000"));
        assertEquals("insecure registry x:y is not valid: invalid host \"x\"", refusal(key, "x:y"));
        assertEquals(
                "insecure registry 10.0.0.0/33 is not valid: invalid host \"10.0.0.0/33\"",
                refusal(key, "10.0.0.0/33"));
        for (String hyphen : List.of("-x", "x-")) {
            assertEquals(
                    "invalid index name (" + hyphen + "). Cannot begin or end with a hyphen", refusal(key, hyphen));
        }
    }

    @Test
    void nonCidrEntry() {
        var indexes = insecure("reg.example:5000", "[fd00::1]:5000").shown().IndexConfigs();
        assertEquals(new IndexInfo("reg.example:5000", List.of(), false, false), indexes.get("reg.example:5000"));
        assertTrue(indexes.containsKey("[fd00::1]:5000"));
    }

    @Test
    void publicIndex() {
        var shown = rules("registry-mirrors", "https://m.example").shown();
        IndexInfo hub = new IndexInfo("docker.io", List.of("https://m.example/"), true, true);
        assertEquals(hub, shown.IndexConfigs().get("docker.io"));
        assertTrue(insecure("docker.io").shown().IndexConfigs().get("docker.io").Secure());
        assertEquals("docker.io", Reference.parse("index.docker.io/library/x").domain());
        assertEquals("docker.io", Login.domain("https://index.docker.io/v1/"));
    }

    @Test
    void isSecure() {
        RegistryRules rules = insecure("reg.example:5000", "10.1.0.0/16");
        assertTrue(rules.isInsecure("reg.example:5000"));
        assertFalse(rules.isInsecure("reg.example"));
        assertTrue(rules.isInsecure("10.1.2.3:5000"));
        assertFalse(rules.isInsecure("10.2.2.3:5000"));
        assertTrue(rules.isInsecure("localhost:5000"));
        assertTrue(rules.isInsecure("[::1]:5000"));
        // Nobody can have registered a name under .invalid (RFC 2606): what cannot be resolved must verify.
        assertFalse(rules.isInsecure("nowhere.invalid:5000"));
    }

    @Test
    void mirrors() {
        RegistryRules rules = rules(
                "registry-mirrors", "https://m.example/path", "https://m.example/path/", "http://second.example:5000");
        assertEquals(
                List.of("https://m.example/path/", "http://second.example:5000/"),
                rules.shown().Mirrors());
        assertEquals(
                "https://m.example/path/v2/x",
                rules.endpoints("docker.io", Access.PULL).getFirst().v2("x").toString());
        assertEquals(List.of("https://reg.example/"), bases(rules, "reg.example"));
        String key = "registry-mirrors";
        String either = ": must use either 'https://' or 'http://'";
        assertEquals(
                "invalid mirror: no scheme specified for \"m.example:5000\"" + either, refusal(key, "m.example:5000"));
        assertEquals("invalid mirror: unsupported scheme \"ftp\" in \"ftp://m\"" + either, refusal(key, "ftp://m"));
        assertEquals(
                "invalid mirror: query or fragment at end of the URI \"http://m/?a=b\"", refusal(key, "http://m/?a=b"));
        assertEquals("invalid mirror: query or fragment at end of the URI \"http://m#x\"", refusal(key, "http://m#x"));
        assertEquals(
                "invalid mirror: username/password not allowed in URI \"http://xxxxx:xxxxx@m\"",
                refusal(key, "http://user:secret@m"));
        assertEquals("invalid mirror: \"http://a b\" is not a valid URI", refusal(key, "http://a b"));
    }

    @Test
    void endpoints() {
        RegistryRules rules = rules("registry-mirrors", "https://m.example");
        assertEquals(List.of("https://m.example/", "https://registry-1.docker.io/"), bases(rules, "docker.io"));
        assertEquals(
                List.of("https://registry-1.docker.io/"),
                rules.endpoints("docker.io", Access.PUSH).stream()
                        .map(endpoint -> endpoint.base().toString())
                        .toList());
        assertEquals(List.of("https://reg.example:5000/"), bases(rules, "reg.example:5000"));
        assertTrue(rules.endpoints("reg.example", Access.PULL).getFirst().verified());
        List<Endpoint> insecure = insecure("reg.example:5000").endpoints("reg.example:5000", Access.PULL);
        assertEquals(
                List.of("https://reg.example:5000/", "http://reg.example:5000/"),
                insecure.stream().map(endpoint -> endpoint.base().toString()).toList());
        assertFalse(insecure.getFirst().verified());
    }

    /// The first version of the protocol is gone: a registry that speaks nothing else is not asked in it.
    @Test
    void v2Only() {
        try (HostileRegistry server = new HostileRegistry()) {
            server.on("/v2/", exchange -> HostileRegistry.respond(exchange, 404, ""));
            HttpRegistry registry =
                    new HttpRegistry(new JacksonCodec(), RegistrySettings.of(Map.of(), HostileRegistry.SHORT));
            try (RepositoryClient client =
                    registry.open(Reference.parse(server.host() + "/a:1"), Credentials.NONE, Access.PULL, Map.of())) {
                assertThrows(RuntimeException.class, () -> client.resolve("1"));
            }
            assertTrue(server.seen.stream().allMatch(seen -> seen.target().startsWith("/v2/")), server.seen.toString());
        }
    }

    private static ConfigChange change(String key, String value) {
        return ConfigChange.between(new DaemonConfig(Map.of()), new DaemonConfig(Map.of(key, List.of(value))));
    }

    /// A reload that names what is none is refused as a whole, by the key.
    @Test
    void reloadRefused() {
        HttpRegistry registry = new HttpRegistry(new JacksonCodec(), Map.of());
        registry.prepare(change("insecure-registries", "reg.example")).rollback();
        assertEquals(
                "insecure-registries: insecure registry ftp://x should not contain '://'",
                assertThrows(EngineException.class, () -> registry.prepare(change("insecure-registries", "ftp://x")))
                        .getMessage());
        assertTrue(assertThrows(EngineException.class, () -> registry.prepare(change("registry-mirrors", "x")))
                .getMessage()
                .startsWith("registry-mirrors: invalid mirror: no scheme"));
    }

    /// All settings apply to what begins after a reload; what is refused changes nothing.
    @Test
    void reload() {
        HttpRegistry registry =
                new HttpRegistry(new JacksonCodec(), RegistrySettings.of(Map.of(), HostileRegistry.SHORT));
        registry.configure(Map.of("insecure-registries", new String[] {"reg.example"}, "registry-mirrors", "http://m"));
        assertTrue(registry.rules().IndexConfigs().containsKey("reg.example"));
        assertEquals(List.of("http://m/"), registry.rules().Mirrors());
        registry.configure(Map.of("registry-mirrors", "nonsense"));
        assertEquals(List.of("http://m/"), registry.rules().Mirrors());
        registry.configure(Map.of());
        assertEquals(List.of(), registry.rules().Mirrors());
        assertFalse(registry.rules().IndexConfigs().containsKey("reg.example"));
    }
}
