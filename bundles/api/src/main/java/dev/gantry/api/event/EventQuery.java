package dev.gantry.api.event;

import dev.gantry.api.types.Filters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events a listener wants.
///
/// @param filters Docker's: `type`, `event`, `scope`, `label`, and `container`, `image` … for the object's id, its prefix or name
/// @param since also those of the past, from then on; null = from now on
/// @param until the stream ends then; null = never
/// @param after also those of the past that were published after this place, which a [stream's rest][EventStream#rest] names; null =
///     what `since` says
public record EventQuery(
        Filters filters,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long after) {
    /// Everything from now on.
    public static final EventQuery ALL = new EventQuery(Filters.NONE, null, null);

    /// For who has no place in the past.
    public EventQuery(Filters filters, @Nullable Instant since, @Nullable Instant until) {
        this(filters, since, until, null);
    }
}
