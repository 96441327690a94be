package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/// The state of a container as inspect shows it. Times are RFC 3339; never = [Timestamps#ZERO].
///
/// Copies with changes are made with `ContainerStateBuilder`.
@RecordBuilder
public record ContainerState(
        String Status,
        boolean Running,
        boolean Paused,
        boolean Restarting,
        boolean OOMKilled,
        boolean Dead,
        int Pid,
        int ExitCode,
        String Error,
        String StartedAt,
        String FinishedAt,
        @OmitEmpty @Nullable Health Health) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerState {
        Status = Values.text(Status);
        Error = Values.text(Error);
        StartedAt = Values.text(StartedAt);
        FinishedAt = Values.text(FinishedAt);
    }
}
