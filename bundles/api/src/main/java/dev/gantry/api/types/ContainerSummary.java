package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of `GET /containers/json`.
///
/// Copies with changes are made with `ContainerSummaryBuilder`.
///
/// @param Created seconds since the epoch
@RecordBuilder
public record ContainerSummary(
        String Id,
        List<String> Names,
        String Image,
        String ImageID,
        @OmitEmpty @Nullable Descriptor ImageManifestDescriptor,
        String Command,
        long Created,
        List<PortSummary> Ports,
        @OmitEmpty long SizeRw,
        @OmitEmpty long SizeRootFs,
        Map<String, String> Labels,
        String State,
        String Status,
        HostConfigSummary HostConfig,
        @Nullable NetworkSettingsSummary NetworkSettings,
        List<MountPoint> Mounts) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerSummary {
        Id = Values.text(Id);
        Names = Values.listOrEmpty(Names);
        Image = Values.text(Image);
        ImageID = Values.text(ImageID);
        Command = Values.text(Command);
        Ports = Values.listOrEmpty(Ports);
        Labels = Values.mapOrEmpty(Labels);
        State = Values.text(State);
        Status = Values.text(Status);
        HostConfig = HostConfig == null ? HostConfigSummary.EMPTY : HostConfig;
        Mounts = Values.listOrEmpty(Mounts);
    }
}
