package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.AttachRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    private boolean type(DetachKeys keys, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return keys.scan(bytes, 0, bytes.length, passed);
    }

    @Test
    void findsTheSequenceAcrossWrites() {
        DetachKeys keys = new DetachKeys(AttachRequest.detachKeys(""));
        assertFalse(type(keys, "a\20"));
        assertEquals("a", passed.toString(StandardCharsets.ISO_8859_1));
        assertTrue(type(keys, "\21b"));
        assertEquals("a", passed.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void givesHeldBackKeysToTheProcessWhenTheSequenceBreaksOff() {
        DetachKeys keys = new DetachKeys(AttachRequest.detachKeys("x,y,z"));
        assertFalse(type(keys, "xyaxxyxyz".substring(0, 8)));
        assertEquals("xyaxxy", passed.toString(StandardCharsets.ISO_8859_1));
        assertTrue(type(keys, "z"));
    }

    @Test
    void readsDockersNotation() {
        assertArrayEquals(
                new byte[] {1, 26, 0, 27, 28, 29, 30, 31, 127, 'x'},
                AttachRequest.detachKeys("ctrl-a,ctrl-z,ctrl-@,ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_,DEL,x"));
        EngineException refused = assertThrows(EngineException.class, () -> AttachRequest.detachKeys("ctrl-a,shift-b"));
        assertEquals("Invalid detach keys (ctrl-a,shift-b) provided", refused.getMessage());
    }
}
