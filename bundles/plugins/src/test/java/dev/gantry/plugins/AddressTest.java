package dev.gantry.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressTest {
    private static Address parse(String text) {
        return Address.parse(text, TlsFiles.NONE);
    }

    @Test
    void onlyHttpsIsSpokenOverTls() {
        assertNull(parse("tcp://plugin:4000").tls());
        assertNull(parse("http://plugin").tls());
        assertNotNull(parse("https://plugin").tls());
    }

    @Test
    void portsDefaultToTheSchemes() {
        assertEquals("plugin:80", parse("http://plugin").hostHeader());
        assertEquals("plugin:443", parse("https://plugin").hostHeader());
        assertEquals("[::1]:4000", parse("tcp://[::1]:4000").hostHeader());
        assertEquals("unix /run/x.sock", parse("unix:///run/x.sock").toString());
    }

    @Test
    void refusesWhatHasNoHost() {
        String words = assertThrows(IllegalArgumentException.class, () -> parse("tcp://"))
                .getMessage();
        assertTrue(words.startsWith("invalid plugin address: "), words);
    }
}
