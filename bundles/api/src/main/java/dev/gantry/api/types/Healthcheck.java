package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the health of a container is probed. Zero and null mean: take the image's, then the engine's default.
///
/// @param Test `[]` inherits, `["NONE"]` switches off, `["CMD", …]` runs arguments, `["CMD-SHELL", s]` runs a shell line
/// @param Interval nanoseconds between probes
/// @param Timeout nanoseconds for one probe
/// @param StartPeriod nanoseconds in which failures do not count
/// @param StartInterval nanoseconds between probes during the start period
/// @param Retries failures in a row that make it unhealthy
public record Healthcheck(
        @OmitEmpty @Nullable List<String> Test,
        @OmitEmpty long Interval,
        @OmitEmpty long Timeout,
        @OmitEmpty long StartPeriod,
        @OmitEmpty long StartInterval,
        @OmitEmpty int Retries) {
    /// Replaces absent strings by empty ones and copies collections.
    public Healthcheck {
        Test = Values.list(Test);
    }
}
