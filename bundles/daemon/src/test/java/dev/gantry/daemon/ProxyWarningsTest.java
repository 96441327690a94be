package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
