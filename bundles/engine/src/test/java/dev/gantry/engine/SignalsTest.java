package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void knowsNamesNumbersAndRealTimeSignals() {
        assertEquals(15, Signals.number("SIGTERM"));
        assertEquals(9, Signals.number("kill"));
        assertEquals(12, Signals.number("12"));
        assertEquals(37, Signals.number("RTMIN+3"));
        assertEquals(64, Signals.number("SIGRTMAX"));
    }

    @Test
    void refusesWhatIsNoSignalButStopsWithTermAllTheSame() {
        assertThrows(EngineException.class, () -> Signals.number("FOO"));
        assertThrows(EngineException.class, () -> Signals.number("0"));
        assertThrows(EngineException.class, () -> Signals.number("65"));
        assertEquals(15, Signals.ofStop("FOO"));
        assertEquals(3, Signals.ofStop("SIGQUIT"));
    }
}
