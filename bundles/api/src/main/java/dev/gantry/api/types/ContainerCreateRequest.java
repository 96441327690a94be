package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /containers/create`: a [ContainerConfig]'s fields with two objects beside them.
///
/// Copies with changes are made with `ContainerCreateRequestBuilder`.
@RecordBuilder
public record ContainerCreateRequest(
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
        @OmitEmpty @Nullable List<String> Shell,
        @Nullable HostConfig HostConfig,
        @Nullable NetworkingConfig NetworkingConfig) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerCreateRequest {
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

    /// The portable part.
    public ContainerConfig config() {
        return new ContainerConfig(
                Hostname,
                Domainname,
                User,
                AttachStdin,
                AttachStdout,
                AttachStderr,
                ExposedPorts,
                Tty,
                OpenStdin,
                StdinOnce,
                Env,
                Cmd,
                Healthcheck,
                ArgsEscaped,
                Image,
                Volumes,
                WorkingDir,
                Entrypoint,
                NetworkDisabled,
                MacAddress,
                OnBuild,
                Labels,
                StopSignal,
                StopTimeout,
                Shell);
    }

    /// The same request with another portable part.
    public ContainerCreateRequest withConfig(ContainerConfig c) {
        return new ContainerCreateRequest(
                c.Hostname(),
                c.Domainname(),
                c.User(),
                c.AttachStdin(),
                c.AttachStdout(),
                c.AttachStderr(),
                c.ExposedPorts(),
                c.Tty(),
                c.OpenStdin(),
                c.StdinOnce(),
                c.Env(),
                c.Cmd(),
                c.Healthcheck(),
                c.ArgsEscaped(),
                c.Image(),
                c.Volumes(),
                c.WorkingDir(),
                c.Entrypoint(),
                c.NetworkDisabled(),
                c.MacAddress(),
                c.OnBuild(),
                c.Labels(),
                c.StopSignal(),
                c.StopTimeout(),
                c.Shell(),
                HostConfig,
                NetworkingConfig);
    }
}
