package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final Instant END = Instant.parse("2030-06-30T00:00:00Z");

    private final Expiry expiry = new Expiry("/c.pem", END);

    private Optional<String> at(Duration before) {
        return expiry.warning(END.minus(before));
    }

    private static Optional<String> ends(String in) {
        return Optional.of("the certificate /c.pem ends on " + END + ", in " + in);
    }

    @Test
    void warnsAMonthAWeekAndADayBeforeAndWhenItHasCome() {
        assertEquals(Optional.empty(), at(Duration.ofDays(31)));
        assertEquals(ends("less than 30 days"), at(Duration.ofDays(30)));
        assertEquals(Optional.empty(), at(Duration.ofDays(8)));
        assertEquals(ends("less than 7 days"), at(Duration.ofDays(7)));
        assertEquals(ends("less than a day"), at(Duration.ofHours(23)));
        assertEquals(Optional.empty(), at(Duration.ofSeconds(1)));
        Optional<String> over = Optional.of("the certificate /c.pem has expired on " + END + ": clients refuse it");
        assertEquals(over, at(Duration.ZERO));
        assertEquals(Optional.empty(), at(Duration.ofDays(-400)));
    }

    @Test
    void whoComesLateIsToldTheNextOnly() {
        assertEquals(ends("less than 3 days"), at(Duration.ofHours(60)));
        assertEquals(Optional.empty(), at(Duration.ofDays(2)));
        assertEquals(ends("less than a day"), at(Duration.ofDays(1)));
    }
}
