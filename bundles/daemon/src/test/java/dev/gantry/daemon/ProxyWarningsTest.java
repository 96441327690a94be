package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.config.DaemonConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyWarningsTest {
    @ParameterizedTest
    @CsvSource({
        "http://user:p@ss@proxy:3128, http://xxxxx:xxxxx@proxy:3128",
        "user:pass@proxy:3128, xxxxx:xxxxx@proxy:3128",
        "http://proxy:3128/a@b, http://proxy:3128/a@b",
        "localhost, localhost",
    })
    void credentialsOfProxiesAreMasked(String url, String shown) {
        assertEquals(shown, ProxyWarnings.masked(url));
    }

    @Test
    void aVariableThatTheConfigurationOverrulesIsTold() {
        DaemonConfig config =
                new DaemonConfig(Map.of("http-proxy", "http://u:p@new", "https-proxy", "http://same", "no-proxy", ""));
        assertEquals(
                List.of(
                        new ProxyWarnings.Overruled("HTTP_PROXY", "http://xxxxx:xxxxx@old", "http://xxxxx:xxxxx@new"),
                        new ProxyWarnings.Overruled("http_proxy", "older", "http://xxxxx:xxxxx@new")),
                ProxyWarnings.overruled(
                        config,
                        Map.of(
                                "HTTP_PROXY", "http://u:p@old",
                                "http_proxy", "older",
                                "HTTPS_PROXY", "http://same",
                                "NO_PROXY", "localhost")));
    }
}
