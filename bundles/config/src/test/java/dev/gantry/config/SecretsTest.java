package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "http-proxy, http://user:pass@proxy:3128, http://xxxxx:xxxxx@proxy:3128",
        "https-proxy, user:pass@proxy:3128, xxxxx:xxxxx@proxy:3128",
        "no-proxy, 'localhost,10.0.0.0/8', 'localhost,10.0.0.0/8'",
        "seccomp-profile, /etc/x@y.json, /etc/x@y.json",
    })
    void proxiesAreShownWithoutCredentials(String key, String value, String shown) {
        assertEquals(shown, Secrets.masked(key, value));
    }

    @ParameterizedTest
    @CsvSource({
        "splunk-token=abc, splunk-token=xxxxx",
        "awslogs-credentials-endpoint=/x, awslogs-credentials-endpoint=xxxxx",
        "gelf-address=udp://u:p@host:1, gelf-address=udp://xxxxx:xxxxx@host:1",
        "max-size=1m, max-size=1m",
        "fluentd-address=host:1, fluentd-address=host:1",
    })
    void optionsWithSecretNamesAreMasked(String pair, String shown) {
        assertEquals(List.of(shown), Secrets.masked("log-opts", List.of(pair)));
    }
}
