package dev.gantry.libcontainerd;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times as protobuf has them. Go's zero time (year 1) becomes the epoch.
final class Stamps {
    private Stamps() {}

    static Instant instant(Timestamp stamp) {
        return stamp.getSeconds() <= 0 ? Instant.EPOCH : Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
    }
}
