package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// How far one item of a progress stream is.
public record ProgressDetail(
        @OmitEmpty long current,
        @OmitEmpty long total,
        @OmitEmpty long start,
        @OmitEmpty boolean hidecounts,
        @OmitEmpty String units) {
    /// Replaces absent strings by empty ones and copies collections.
    public ProgressDetail {
        units = Values.text(units);
    }
}
