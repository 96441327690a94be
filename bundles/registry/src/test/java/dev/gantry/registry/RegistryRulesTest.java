package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.registry.Access;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryRulesTest {
    private static RegistryRules rules(String[] insecure, String... mirrors) {
        return new RegistryRules(
                RegistrySettings.of(Map.of("insecure-registries", insecure, "registry-mirrors", mirrors)));
    }

    private static List<String> bases(RegistryRules rules, String domain, Access access) {
        return rules.endpoints(domain, access).stream()
                .map(e -> e.base().toString())
                .toList();
    }

    @Test
    void asksMirrorsBeforeTheHubForPullsOnly() {
        RegistryRules rules = rules(new String[0], "http://m.example:5000/path");
        assertEquals(
                List.of("http://m.example:5000/path/", "https://registry-1.docker.io/"),
                bases(rules, "docker.io", Access.PULL));
        assertEquals(List.of("https://registry-1.docker.io/"), bases(rules, "docker.io", Access.PUSH));
    }

    @Test
    void triesHttpAfterHttpsOnLoopback() {
        assertEquals(
                List.of("https://127.0.0.1:5000/", "http://127.0.0.1:5000/"),
                bases(rules(new String[0]), "127.0.0.1:5000", Access.PULL));
    }

    @Test
    void verifiesWhatIsNotListed() {
        RegistryRules rules = rules(new String[] {"https://listed.example:5000", "10.1.0.0/16"});
        assertTrue(rules.isInsecure("listed.example:5000"));
        assertTrue(rules.isInsecure("10.1.2.3:5000"));
        assertFalse(rules.isInsecure("10.2.2.3:5000"));
        assertFalse(rules.isInsecure("listed.example"));
        assertTrue(rules.isInsecure("[::1]:5000"));
    }

    @Test
    void refusesMirrorsThatAreNone() {
        for (String mirror : List.of("ftp://x", "http://x/?q=1", "http://u:p@x/", "x", "::")) {
            assertThrows(IllegalArgumentException.class, () -> rules(new String[0], mirror), mirror);
        }
        assertThrows(IllegalArgumentException.class, () -> rules(new String[] {"ftp://x"}));
    }

    @Test
    void showsNetworksAndHostsApart() {
        var shown = rules(new String[] {"reg.example"}).shown();
        assertEquals(List.of("::1/128", "127.0.0.0/8"), shown.InsecureRegistryCIDRs());
        assertTrue(shown.IndexConfigs().keySet().containsAll(List.of("docker.io", "reg.example")));
    }

    @Test
    void theEnvironmentNamesTheProxyWhereTheConfigurationDoesNot() {
        for (String variable : List.of("HTTPS_PROXY", "https_proxy")) {
            Proxies proxies = Proxies.of(Map.of("https-proxy", ""), Map.of(variable, "http://proxy.example:3128"));
            Proxy proxy = proxies.select(URI.create("https://registry-1.docker.io/v2/"))
                    .getFirst();
            assertEquals("proxy.example:3128", proxy.address().toString().replaceFirst("/<unresolved>", ""), variable);
        }
    }

    @Test
    void leavesOutTheProxyWhereToldSo() {
        Proxies proxies = Proxies.of(
                Map.of("https-proxy", "http://proxy.example:3128", "no-proxy", "corp.example, .lan,10.0.0.0/8"),
                Map.of());
        assertEquals(
                Proxy.Type.HTTP,
                proxies.select(URI.create("https://registry-1.docker.io/v2/"))
                        .getFirst()
                        .type());
        for (String direct : List.of(
                "https://a.corp.example/",
                "https://x.lan/",
                "https://10.9.8.7:5000/",
                "https://localhost/",
                "http://a/")) {
            assertEquals(Proxy.NO_PROXY, proxies.select(URI.create(direct)).getFirst(), direct);
        }
    }
}
