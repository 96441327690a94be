package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Mounting, in the mount namespace of the daemon.
@ProviderType
public interface Mounts {
    /// Mounts. A read-only bind is made with the second, remounting call that it needs; propagation options are applied last;
    /// overlay data longer than a page is shortened.
    void mount(MountSpec spec, Path target) throws IOException;

    /// Unmounts.
    ///
    /// @param detach take it out of the tree at once, even when it is in use
    void unmount(Path target, boolean detach) throws IOException;

    /// Unmounts everything at `target`, however often; nothing mounted or an absent path is no error.
    void unmountAll(Path target) throws IOException;

    /// Changes propagation: `private`, `rprivate`, `shared`, `rshared`, `slave`, `rslave`, `unbindable`, `runbindable`.
    void setPropagation(Path target, String propagation) throws IOException;

    /// All mounts, in the order of mounting.
    List<MountPoint> list() throws IOException;
}
