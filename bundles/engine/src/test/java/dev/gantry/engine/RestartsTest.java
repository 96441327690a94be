package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.types.RestartPolicy;
import dev.gantry.engine.record.RunState.End;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static End end(int code, int seconds) {
        Instant start = Instant.EPOCH;
        return new End(start, start.plusSeconds(seconds), code, false, "");
    }

    @Test
    void doublesTheDelayUpToAMinuteAndBeginsAnewAfterALongRun() {
        Restarts restarts = new Restarts();
        assertEquals(Duration.ofMillis(100), restarts.next(end(1, 0)));
        assertEquals(Duration.ofMillis(200), restarts.next(end(1, 0)));
        assertEquals(Duration.ofMillis(400), restarts.next(end(1, 9)));
        assertEquals(Duration.ofMillis(100), restarts.next(end(1, 10)));
        for (int i = 0; i < 20; i++) {
            restarts.next(end(1, 0));
        }
        assertEquals(Duration.ofMinutes(1), restarts.next(end(1, 0)));
    }

    @Test
    void followsThePolicy() {
        RestartPolicy always = new RestartPolicy("always", 0);
        RestartPolicy twice = new RestartPolicy("on-failure", 2);
        assertTrue(Restarts.wanted(always, end(0, 0), false, 7));
        assertFalse(Restarts.wanted(always, end(0, 0), true, 0));
        assertTrue(Restarts.wanted(twice, end(1, 0), false, 1));
        assertFalse(Restarts.wanted(twice, end(1, 0), false, 2));
        assertFalse(Restarts.wanted(twice, end(0, 0), false, 0));
        assertFalse(Restarts.wanted(new RestartPolicy("no", 0), end(1, 0), false, 0));
    }
}
