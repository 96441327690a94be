package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /containers/{id}/json`.
///
/// Copies with changes are made with `ContainerInspectBuilder`.
@RecordBuilder
public record ContainerInspect(
        String Id,
        String Created,
        String Path,
        List<String> Args,
        @Nullable ContainerState State,
        String Image,
        String ResolvConfPath,
        String HostnamePath,
        String HostsPath,
        String LogPath,
        String Name,
        int RestartCount,
        String Driver,
        String Platform,
        String MountLabel,
        String ProcessLabel,
        String AppArmorProfile,
        @Nullable List<String> ExecIDs,
        @Nullable HostConfig HostConfig,
        @Nullable DriverData GraphDriver,
        @OmitEmpty @Nullable Long SizeRw,
        @OmitEmpty @Nullable Long SizeRootFs,
        List<MountPoint> Mounts,
        @Nullable ContainerConfig Config,
        @Nullable NetworkSettings NetworkSettings,
        @OmitEmpty @Nullable Descriptor ImageManifestDescriptor) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerInspect {
        Id = Values.text(Id);
        Created = Values.text(Created);
        Path = Values.text(Path);
        Args = Values.listOrEmpty(Args);
        Image = Values.text(Image);
        ResolvConfPath = Values.text(ResolvConfPath);
        HostnamePath = Values.text(HostnamePath);
        HostsPath = Values.text(HostsPath);
        LogPath = Values.text(LogPath);
        Name = Values.text(Name);
        Driver = Values.text(Driver);
        Platform = Values.text(Platform);
        MountLabel = Values.text(MountLabel);
        ProcessLabel = Values.text(ProcessLabel);
        AppArmorProfile = Values.text(AppArmorProfile);
        ExecIDs = Values.list(ExecIDs);
        Mounts = Values.listOrEmpty(Mounts);
    }
}
