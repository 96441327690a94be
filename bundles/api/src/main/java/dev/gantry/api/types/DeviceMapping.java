package dev.gantry.api.types;

/// A host device in a container.
///
/// @param CgroupPermissions some of `r`, `w`, `m`
public record DeviceMapping(String PathOnHost, String PathInContainer, String CgroupPermissions) {
    /// Replaces absent strings by empty ones and copies collections.
    public DeviceMapping {
        PathOnHost = Values.text(PathOnHost);
        PathInContainer = Values.text(PathInContainer);
        CgroupPermissions = Values.text(CgroupPermissions);
    }
}
