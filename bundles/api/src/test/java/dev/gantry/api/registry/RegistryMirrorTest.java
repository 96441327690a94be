package dev.gantry.api.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryMirrorTest {
    private static IllegalArgumentException refusal(String written) {
        return assertThrows(IllegalArgumentException.class, () -> RegistryMirror.parse(written), written);
    }

    @Test
    void endsInASlash() {
        URI base = URI.create("https://m.example:5000/path/");
        assertEquals(base, RegistryMirror.parse("https://m.example:5000/path").base());
        assertEquals(base, RegistryMirror.parse("https://m.example:5000/path/").base());
    }

    @Test
    void refusesWhatIsNoneInDockersWords() {
        String either = ": must use either 'https://' or 'http://'";
        assertEquals(
                "invalid mirror: no scheme specified for \"m:5000\"" + either,
                refusal("m:5000").getMessage());
        assertEquals(
                "invalid mirror: unsupported scheme \"ftp\" in \"ftp://m\"" + either,
                refusal("ftp://m").getMessage());
        assertEquals(
                "invalid mirror: query or fragment at end of the URI \"http://m/?q\"",
                refusal("http://m/?q").getMessage());
    }

    @Test
    void tellsNoPasswords() {
        for (String mirror : List.of(
                "http://u:secret@m",
                "http://u:secret@m/?a",
                "http://u:secret@",
                "ftp://u:secret@m",
                "http://u:secret@ m",
                "http://u:pa/secret@m",
                "http://u:p@secret@m",
                "http://u:p/a@b/secret@m/?a",
                "http://u:p\nsecret@m")) {
            for (Throwable cause = refusal(mirror); cause != null; cause = cause.getCause()) {
                assertFalse(String.valueOf(cause.getMessage()).contains("secret"), mirror);
            }
        }
    }
}
