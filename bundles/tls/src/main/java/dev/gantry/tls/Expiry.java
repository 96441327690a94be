package dev.gantry.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The end of a certificate, of which operators are warned in time: 30 days, a week and a day before, and when it has come; once each.
final class Expiry {
    private static final List<Duration> BEFORE =
            List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

    private final String certificate;
    private final Instant end;
    private volatile Instant due;

    Expiry(String certificate, Instant end) {
        this.certificate = certificate;
        this.end = end;
        this.due = end.minus(BEFORE.getFirst());
    }

    boolean isAt(Instant other) {
        return end.equals(other);
    }

    /// What is to be told now; empty nearly always.
    Optional<String> warning(Instant now) {
        return now.isBefore(due) ? Optional.empty() : told(now);
    }

    private synchronized Optional<String> told(Instant now) {
        // Another connection may have been quicker.
        if (now.isBefore(due)) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, end);
        due = BEFORE.stream()
                .filter(before -> before.compareTo(left) < 0)
                .findFirst()
                .map(end::minus)
                .orElse(Instant.MAX);
        return Optional.of(
                left.isPositive()
                        ? "the certificate " + certificate + " ends on " + end + ", in " + days(left)
                        : "the certificate " + certificate + " has expired on " + end + ": clients refuse it");
    }

    private static String days(Duration left) {
        long days = left.plusDays(1).minusNanos(1).toDays();
        return days == 1 ? "less than a day" : "less than " + days + " days";
    }
}
