package dev.gantry.api.container;

import dev.gantry.api.types.Filters;
import java.util.Objects;

/// Which containers to list.
///
/// @param all also those that do not run
/// @param limit the newest of all, running or not; 0 = no limit
/// @param size also what their root file systems take; walks them
/// @param filters Docker's
public record ListRequest(boolean all, int limit, boolean size, Filters filters) {
    /// Refuses null.
    public ListRequest {
        Objects.requireNonNull(filters, "filters");
    }

    /// All containers.
    public static final ListRequest ALL = new ListRequest(true, 0, false, Filters.NONE);
}
