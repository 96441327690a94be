package dev.gantry.api.volume;

import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Volume;
import dev.gantry.api.types.VolumeCreateRequest;
import dev.gantry.api.types.VolumeListResponse;
import dev.gantry.api.types.VolumesPruneReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/// All volumes, whatever driver made them; who uses them; their events. Safe from any thread; failures are
/// [EngineExceptions][dev.gantry.api.error.EngineException] in Docker's words.
///
/// A container **uses** a volume from its creation to its removal ([#use], [#release]) and **mounts** it while it runs
/// ([#mount], [#unmount]). Both are kept on disk, so they outlive the daemon and this service's provider.
@ProviderType
public interface Volumes {
    /// Makes a volume, or gives the one of that name. An empty name makes an anonymous volume: 64 hexadecimal digits and the
    /// label `com.docker.volume.anonymous`. An empty driver means `local`.
    Volume create(VolumeCreateRequest request);

    /// The volume of exactly this name, with its driver's status.
    Volume inspect(String name);

    /// Those that fit `dangling`, `driver`, `label` and `name`, sorted by name.
    VolumeListResponse list(Filters filters);

    /// The local volumes that have no options, with the size of each and the number of containers that use it. Reads the disk.
    VolumeListResponse usage();

    /// Removes a volume that no container uses.
    ///
    /// @param force a missing volume is no error, and what the driver says is ignored
    void remove(String name, boolean force);

    /// Removes local volumes that no container uses: anonymous ones, or all with the filter `all=1`.
    ///
    /// @param named whether named ones go too without being asked for (API before 1.42)
    VolumesPruneReport prune(Filters filters, boolean named);

    /// Says that a container uses the volume from now on. Safe to call again.
    void use(String name, String containerId);

    /// Says that a container no longer uses the volume. Missing ones are no error.
    void release(String name, String containerId);

    /// Makes the volume's directory ready for a container that starts. Safe to call again for the same container.
    ///
    /// @param attributes what the event tells beside driver and container: `destination`, `read/write`, `propagation`
    /// @return the directory on this machine
    Path mount(String name, String containerId, Map<String, String> attributes);

    /// As above, with nothing more to tell.
    default Path mount(String name, String containerId) {
        return mount(name, containerId, Map.of());
    }

    /// Undoes [#mount] once the container has stopped. Missing ones are no error.
    void unmount(String name, String containerId);

    /// Copies `source`, the directory of the image at the mount point, into the volume when that is still empty: content,
    /// owners, modes, times, extended attributes. Also takes over owner and mode of the directory itself. The volume
    /// must be mounted for the container; a `source` that does not exist is no error.
    void copyUp(String name, String containerId, Path source) throws IOException;

    /// Forgets every use and mount by containers that are not among these; for the engine, after it has loaded its containers.
    ///
    /// @param containers ids of all containers
    /// @param running ids of those that run
    void retain(Set<String> containers, Set<String> running);

    /// The names of the drivers that are here.
    Set<String> drivers();

    /// Labels that mark an anonymous volume.
    Map<String, String> ANONYMOUS = Map.of("com.docker.volume.anonymous", "");
}
