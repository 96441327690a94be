package dev.gantry.api.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gantry.api.types.AuthConfig;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void readsUserAndPasswordFromAuth() {
        Credentials credentials = Credentials.of(new AuthConfig("", "", "dTpwOnE=", "", "r.example", "", ""));
        assertEquals("u", credentials.username());
        assertEquals("p:q", credentials.password());
    }

    @Test
    void takesUndecodableAuthAsAbsent() {
        assertEquals(
                "",
                Credentials.of(new AuthConfig("", "", "%%%", "", "", "", "")).username());
        assertSame(Credentials.NONE, Credentials.of(null));
    }

    @Test
    void printsNoSecret() {
        String text = new Credentials("r.example", "u", "hunter2", "identity", "bearer").toString();
        assertFalse(text.contains("hunter2") || text.contains("identity") || text.contains("bearer"), text);
    }
}
