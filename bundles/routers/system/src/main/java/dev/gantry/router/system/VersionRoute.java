package dev.gantry.router.system;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.api.types.ComponentVersion;
import dev.gantry.api.types.VersionPlatform;
import dev.gantry.api.types.VersionResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Which versions of what are at work.
final class VersionRoute implements Handler {
    private static final RuntimeVersion.Component UNKNOWN = new RuntimeVersion.Component("", "");

    private final SystemServices services;
    private final SystemSettings settings;

    VersionRoute(SystemServices services, SystemSettings settings) {
        this.services = services;
        this.settings = settings;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.respondJson(200, version());
    }

    private VersionResponse version() {
        String kernel = SystemServices.ask(services.machine, Machine::kernelRelease, "");
        String architecture = goArchitecture(SystemServices.ask(services.machine, Machine::architecture, ""));
        String platform = "Java " + System.getProperty("java.version", "");
        String oldest = settings.text("api-min-version", ApiVersion.OLDEST.toString());
        boolean experimental = settings.flag("experimental");
        Map<String, String> details = Map.of(
                "ApiVersion",
                ApiVersion.NEWEST.toString(),
                "Arch",
                architecture,
                "BuildTime",
                BuildInfo.time(),
                "Experimental",
                String.valueOf(experimental),
                "GitCommit",
                BuildInfo.commit(),
                "GoVersion",
                platform,
                "KernelVersion",
                kernel,
                "MinAPIVersion",
                oldest,
                "Os",
                "linux");
        RuntimeVersion.Component containerd = SystemServices.ask(services.runtime, RuntimeVersion::containerd, UNKNOWN);
        RuntimeVersion.Component runc =
                SystemServices.ask(services.runtime, runtime -> runtime.ociRuntime("runc"), UNKNOWN);
        RuntimeVersion.Component init = SystemServices.ask(
                services.runtime, runtime -> InitProgram.version(runtime, settings.text("init-path")), UNKNOWN);
        List<ComponentVersion> components = List.of(
                new ComponentVersion("Engine", ApiVersion.RELEASE, details),
                new ComponentVersion("containerd", containerd.version(), Map.of("GitCommit", containerd.commit())),
                new ComponentVersion("runc", runc.version(), Map.of("GitCommit", runc.commit())),
                new ComponentVersion("docker-init", init.version(), Map.of("GitCommit", init.commit())));
        return new VersionResponse(
                new VersionPlatform("Gantry"),
                components,
                ApiVersion.RELEASE,
                ApiVersion.NEWEST.toString(),
                oldest,
                BuildInfo.commit(),
                platform,
                "linux",
                architecture,
                kernel,
                experimental,
                BuildInfo.time());
    }

    /// The kernel's machine name as clients know it.
    static String goArchitecture(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> machine;
        };
    }
}
