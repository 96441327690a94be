package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the probes of a container found.
///
/// @param Status `none`, `starting`, `healthy` or `unhealthy`
/// @param Log the last five results, oldest first
public record Health(
        String Status, int FailingStreak, @Nullable List<HealthcheckResult> Log) {
    /// Replaces absent strings by empty ones and copies collections.
    public Health {
        Status = Values.text(Status);
        Log = Values.list(Log);
    }
}
