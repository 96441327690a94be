package dev.gantry.api.image;

import org.osgi.annotation.versioning.ProviderType;

/// The containers' root file systems.
@ProviderType
public interface RootFilesystems {
    /// Makes the container's writable file system over the image's layers and the *init layer*: the empty files and directories
    /// over which the runtime mounts (`/etc/hosts`, `/dev/pts`, `/.dockerenv`, …). It lives until [#removeRootfs], whatever
    /// becomes of the image.
    ///
    /// @param imageId as [ImageInfo#id] has it; empty for an empty file system
    /// @throws dev.gantry.api.error.EngineException CONFLICT when there is one for this container
    Rootfs prepareRootfs(String containerId, String imageId);

    /// The container's file system as it was prepared.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND
    Rootfs rootfs(String containerId);

    /// Deletes the container's file system. Does nothing when there is none. It must not be mounted any more. What only it kept is
    /// collected in the background.
    void removeRootfs(String containerId);

    /// What it takes on disk; walks the writable part.
    RootfsUsage usage(String containerId);

    /// What `docker info` calls the storage driver: the snapshotter.
    String storageDriver();
}
