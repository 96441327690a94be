package dev.gantry.listener.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.listener.ListenAddress;
import org.junit.jupiter.api.Test;

class HostPortTest {
    private static String parse(String text) {
        return HostPort.parse(ListenAddress.parse(text, "")).toString();
    }

    private static String refusal(String text) {
        return assertThrows(EngineException.class, () -> parse(text)).getMessage();
    }

    @Test
    void fillsInHostAndPort() {
        assertEquals("127.0.0.1:1234", parse("tcp://127.0.0.1:1234"));
        assertEquals("localhost:2375", parse("tcp://"));
        assertEquals("localhost:99", parse("tcp://:99"));
        assertEquals("[::1]:2375", parse("tcp://[::1]"));
        assertEquals("[::1]:99", parse("tcp://[::1]:99"));
        assertEquals("example:2375", parse("example:"));
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertEquals("invalid bind address (tcp://a/b): should not contain a path element", refusal("tcp://a/b"));
        assertEquals("invalid bind address (tcp://a:0): invalid port: 0", refusal("tcp://a:0"));
        assertEquals("invalid bind address (tcp://a:x): invalid port: x", refusal("tcp://a:x"));
        assertEquals("invalid bind address (tcp://a:70000): invalid port: 70000", refusal("tcp://a:70000"));
        assertEquals("invalid bind address (tcp://::1:80): too many colons in address", refusal("tcp://::1:80"));
        assertEquals("invalid bind address (tcp://[::1): missing ']' in address", refusal("tcp://[::1"));
    }
}
