package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void aRequestsHeadHasFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), Limits.standard().headTime());
    }
}
