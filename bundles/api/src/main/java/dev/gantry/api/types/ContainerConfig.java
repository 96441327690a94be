package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container is made of, whatever the machine: the portable part of a create request, and the `Config` of an inspect answer.
///
/// Copies with changes are made with `ContainerConfigBuilder`.
///
/// @param StopTimeout seconds until SIGKILL; null = 10, -1 = never
/// @param Volumes the keys are mount points in the container
@RecordBuilder
public record ContainerConfig(
        String Hostname,
        String Domainname,
        String User,
        boolean AttachStdin,
        boolean AttachStdout,
        boolean AttachStderr,
        @OmitEmpty @Nullable Map<String, EmptyObject> ExposedPorts,
        boolean Tty,
        boolean OpenStdin,
        boolean StdinOnce,
        @Nullable List<String> Env,
        @Nullable List<String> Cmd,
        @OmitEmpty @Nullable Healthcheck Healthcheck,
        @OmitEmpty boolean ArgsEscaped,
        String Image,
        @Nullable Map<String, EmptyObject> Volumes,
        String WorkingDir,
        @Nullable List<String> Entrypoint,
        @OmitEmpty boolean NetworkDisabled,
        @OmitEmpty String MacAddress,
        @Nullable List<String> OnBuild,
        @Nullable Map<String, String> Labels,
        @OmitEmpty String StopSignal,
        @OmitEmpty @Nullable Integer StopTimeout,
        @OmitEmpty @Nullable List<String> Shell) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerConfig {
        Hostname = Values.text(Hostname);
        Domainname = Values.text(Domainname);
        User = Values.text(User);
        ExposedPorts = Values.map(ExposedPorts);
        Env = Values.list(Env);
        Cmd = Values.list(Cmd);
        Image = Values.text(Image);
        Volumes = Values.map(Volumes);
        WorkingDir = Values.text(WorkingDir);
        Entrypoint = Values.list(Entrypoint);
        MacAddress = Values.text(MacAddress);
        OnBuild = Values.list(OnBuild);
        Labels = Values.map(Labels);
        StopSignal = Values.text(StopSignal);
        Shell = Values.list(Shell);
    }
}
