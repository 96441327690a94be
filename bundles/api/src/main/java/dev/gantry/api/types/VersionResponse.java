package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /version`.
public record VersionResponse(
        VersionPlatform Platform,
        @OmitEmpty @Nullable List<ComponentVersion> Components,
        String Version,
        String ApiVersion,
        @OmitEmpty String MinAPIVersion,
        String GitCommit,
        String GoVersion,
        String Os,
        String Arch,
        @OmitEmpty String KernelVersion,
        @OmitEmpty boolean Experimental,
        @OmitEmpty String BuildTime) {
    /// Replaces absent strings by empty ones and copies collections.
    public VersionResponse {
        Platform = Platform == null ? VersionPlatform.EMPTY : Platform;
        Components = Values.list(Components);
        Version = Values.text(Version);
        ApiVersion = Values.text(ApiVersion);
        MinAPIVersion = Values.text(MinAPIVersion);
        GitCommit = Values.text(GitCommit);
        GoVersion = Values.text(GoVersion);
        Os = Values.text(Os);
        Arch = Values.text(Arch);
        KernelVersion = Values.text(KernelVersion);
        BuildTime = Values.text(BuildTime);
    }
}
