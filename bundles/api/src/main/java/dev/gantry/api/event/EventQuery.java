package dev.gantry.api.event;

import dev.gantry.api.types.Filters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events a listener wants.
///
/// @param filters Docker's: `type`, `event`, `scope`, `label`, and `container`, `image` … for the object's id, its prefix or name
/// @param since also those of the past, from then on; null = from now on
/// @param until the stream ends then; null = never
public record EventQuery(
        Filters filters, @Nullable Instant since, @Nullable Instant until) {
    /// Everything from now on.
    public static final EventQuery ALL = new EventQuery(Filters.NONE, null, null);
}
