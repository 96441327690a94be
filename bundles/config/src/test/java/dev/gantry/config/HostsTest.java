package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The grammar of addresses.
class HostsTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://, tcp://localhost:2375",
        "tcp://:4444, tcp://localhost:4444",
        "'  192.0.2.1 ', tcp://192.0.2.1:2375",
        "192.0.2.1:4444, tcp://192.0.2.1:4444",
        "tcp://name:, tcp://name:2375",
        "tcp://[::1], tcp://[::1]:2375",
        "tcp://[::1]:, tcp://[::1]:2375",
        "tcp://[::]:4444, tcp://[::]:4444",
        "unix://, unix:///var/run/docker.sock",
        "unix:///a/b, unix:///a/b",
        "fd://, fd://",
        "fd://*, fd://*",
        "fd://3, fd://3",
    })
    void areCompleted(String host, String complete) {
        assertEquals(List.of(complete), Hosts.complete(List.of(host), false));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://a/b, should not contain a path element",
        "tcp://a:0, invalid port: 0",
        "tcp://a:x, invalid port: x",
        "tcp://a:70000, invalid port: 70000",
        "tcp://::1:2375, too many colons in address",
        "tcp://[::1, missing ']' in address",
        "udp://a, unsupported proto 'udp'",
        "npipe://a, unsupported proto 'npipe'",
    })
    void areRefused(String host, String why) {
        assertEquals(
                "invalid bind address (" + host + "): " + why,
                assertThrows(IllegalArgumentException.class, () -> Hosts.complete(List.of(host), false))
                        .getMessage());
    }

    private static String complete(String host) {
        return Hosts.complete(List.of(host), false).getFirst();
    }

    private static String refusal(String host) {
        String words = assertThrows(IllegalArgumentException.class, () -> Hosts.complete(List.of(host), false))
                .getMessage();
        String start = "invalid bind address (" + host + "): ";
        assertEquals(start, words.substring(0, start.length()));
        return words.substring(start.length());
    }

    @Test
    void blanksAroundItDoNotCount() {
        assertEquals("unix:///a", complete("  unix:///a\t"));
    }

    @Test
    void withoutASchemeItIsTcp() {
        assertEquals("tcp://name:1", complete("name:1"));
    }

    @Test
    void tcpWithoutAHostIsLocalhost() {
        assertEquals("tcp://localhost:4444", complete("tcp://:4444"));
    }

    @Test
    void tcpWithoutAPortIs2375AlsoWithTls() {
        assertEquals("tcp://name:2375", complete("tcp://name"));
        assertEquals(List.of("tcp://name:2375"), Hosts.complete(List.of("tcp://name"), true));
    }

    @Test
    void ipv6StandsInBracketsAndMayLackItsPort() {
        assertEquals("tcp://[::1]:2375", complete("tcp://[::1]:"));
        assertEquals("too many colons in address", refusal("tcp://::1:2375"));
    }

    @Test
    void unixWithoutAPathIsTheUsualOne() {
        assertEquals("unix:///var/run/docker.sock", complete("unix://"));
    }

    @Test
    void fdIsLeftAsItIs() {
        assertEquals("fd://", complete("fd://"));
        assertEquals("fd://*", complete("fd://*"));
        assertEquals("fd://anything at all", complete("fd://anything at all"));
    }

    @Test
    void aPathAfterTcpIsRefused() {
        assertEquals("should not contain a path element", refusal("tcp://name:2375/path"));
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertEquals("invalid port: x", refusal("tcp://name:x"));
        assertEquals("invalid port: 0", refusal("tcp://name:0"));
    }

    @Test
    void anUnknownSchemeIsRefused() {
        assertEquals("unsupported proto 'udp'", refusal("udp://name"));
    }

    @Test
    void nestedSchemesAreRefused() {
        for (String host : new String[] {"unix://tcp://a", "tcp://unix://a"}) {
            String words = assertThrows(IllegalArgumentException.class, () -> Hosts.complete(List.of(host), false))
                    .getMessage();
            assertEquals(
                    "invalid bind address (" + host + "): invalid proto, expected",
                    words.replaceAll(" (tcp|unix):.*", ""));
        }
    }

    @Test
    void theDefaultDependsOnTls() {
        assertEquals(List.of("unix:///var/run/docker.sock"), Hosts.complete(List.of(), false));
        assertEquals(List.of("tcp://localhost:2376"), Hosts.complete(List.of(), true));
        assertEquals(List.of("tcp://localhost:2376"), Hosts.complete(List.of(""), true));
        assertEquals(List.of("tcp://localhost:2375"), Hosts.complete(List.of("tcp://"), true));
    }

    @Test
    void areUniqueAndSorted() {
        assertEquals(
                List.of(
                        "fd://",
                        "tcp://0.0.0.0:2375",
                        "tcp://[::1]:2375",
                        "tcp://localhost:2375",
                        "unix:///a",
                        "unix:///var/run/docker.sock"),
                Hosts.complete(
                        List.of("unix://", "tcp://", "0.0.0.0", "unix:///a", "fd://", "unix:///a", "[::1]:"), false));
        assertEquals(
                List.of("tcp://localhost:2375", "unix:///a"),
                Hosts.complete(List.of("unix:///a", "tcp://localhost", "tcp://", "unix:///a"), false));
    }
}
