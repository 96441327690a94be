package dev.gantry.api.container;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.MountPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container as it was at one moment.
///
/// @param id 64 hexadecimal digits
/// @param name without the leading slash
/// @param status `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`
/// @param pid of its first process as seen by the host; 0 when it does not run
/// @param startedAt of the present or last run; null when it never ran
/// @param imageId with its algorithm; empty when it was made from nothing
/// @param imageName as the user wrote it
/// @param config the portable part of its configuration
/// @param hostConfig what it asks of this machine
/// @param mounts volumes and binds; a destination with `RW` false is read-only
/// @param rootfs where its root file system is mounted in the daemon's mount namespace while it runs
/// @param directory `<data-root>/containers/<id>`
/// @param execRoot `<exec-root>/containers/<id>`, which may not be there
/// @param cgroup its control group below the root of the hierarchy, such as `/docker/<id>`
/// @param sandboxKey the file that names its network namespace; null when there is none of its own
/// @param health what its probes found; null when it is not probed
public record RunningContainer(
        String id,
        String name,
        String status,
        int pid,
        @Nullable Instant startedAt,
        String imageId,
        String imageName,
        ContainerConfig config,
        HostConfig hostConfig,
        List<MountPoint> mounts,
        Path rootfs,
        Path directory,
        Path execRoot,
        String cgroup,
        @Nullable Path sandboxKey,
        @Nullable Health health) {
    /// Copies the list.
    public RunningContainer {
        mounts = List.copyOf(mounts);
    }

    /// Whether it has a process, frozen or not.
    public boolean isRunning() {
        return pid > 0;
    }

    /// Whether its processes are frozen.
    public boolean isPaused() {
        return status.equals("paused");
    }

    /// Whether it waits for its restart policy to start it again.
    public boolean isRestarting() {
        return status.equals("restarting");
    }

    /// Its labels; empty for none.
    public Map<String, String> labels() {
        return config.Labels() == null ? Map.of() : config.Labels();
    }

    /// What errors call it: the short id.
    public String shortId() {
        return id.substring(0, 12);
    }
}
