package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an image says about the containers made from it. Also the `config` object of an image configuration blob.
///
/// Copies with changes are made with `ImageConfigBuilder`.
@RecordBuilder
public record ImageConfig(
        @OmitEmpty String User,
        @OmitEmpty @Nullable Map<String, EmptyObject> ExposedPorts,
        @OmitEmpty @Nullable List<String> Env,
        @OmitEmpty @Nullable List<String> Entrypoint,
        @OmitEmpty @Nullable List<String> Cmd,
        @OmitEmpty @Nullable Map<String, EmptyObject> Volumes,
        @OmitEmpty String WorkingDir,
        @OmitEmpty @Nullable Map<String, String> Labels,
        @OmitEmpty String StopSignal,
        @OmitEmpty boolean ArgsEscaped,
        @OmitEmpty @Nullable Healthcheck Healthcheck,
        @OmitEmpty @Nullable List<String> OnBuild,
        @OmitEmpty @Nullable List<String> Shell) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageConfig {
        User = Values.text(User);
        ExposedPorts = Values.map(ExposedPorts);
        Env = Values.list(Env);
        Entrypoint = Values.list(Entrypoint);
        Cmd = Values.list(Cmd);
        Volumes = Values.map(Volumes);
        WorkingDir = Values.text(WorkingDir);
        Labels = Values.map(Labels);
        StopSignal = Values.text(StopSignal);
        OnBuild = Values.list(OnBuild);
        Shell = Values.list(Shell);
    }
}
