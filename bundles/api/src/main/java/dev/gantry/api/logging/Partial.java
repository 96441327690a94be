package dev.gantry.api.logging;

import java.util.Objects;

/// Marks an entry as one piece of a line that was too long, or that the end of the output cut off.
///
/// @param id 64 hexadecimal digits shared by all pieces of one line; empty where a driver does not store it
/// @param ordinal 1 for the first piece; 0 where a driver does not store it
/// @param last whether the line ends with this piece. A line that the end of the output cut off has no last piece
public record Partial(String id, int ordinal, boolean last) {
    /// What a reader gives for a piece of which it knows no more than that the line goes on.
    public static final Partial CONTINUED = new Partial("", 0, false);

    /// Refuses an absent id.
    public Partial {
        Objects.requireNonNull(id, "id");
    }
}
