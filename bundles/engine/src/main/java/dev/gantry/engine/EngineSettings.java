package dev.gantry.engine;

import java.nio.file.Path;

/// The daemon's settings that concern containers as a whole.
///
/// @param dataRoot directory of everything that outlives a boot
/// @param execRoot directory of state that a boot ends
/// @param freshDaemon whether this is the first engine of this daemon, so that policies start what was stopped
/// @param leavesStopped whether it starts none of them all the same, as `--restart=false` wants
/// @param storageDriver containerd's name for what keeps the root file systems; containers of another one are left alone
record EngineSettings(Path dataRoot, Path execRoot, boolean freshDaemon, boolean leavesStopped, String storageDriver) {
    /// Where the root file systems of running containers are mounted.
    Path rootfs(String driver, String id) {
        return dataRoot.resolve("rootfs").resolve(driver).resolve(id);
    }

    /// What an engine leaves for its successor in the same daemon.
    Path departed() {
        return execRoot.resolve("engine.departed");
    }

    /// Where fifos and the like of a running container are.
    Path execDirectory(String id) {
        return execRoot.resolve("containers").resolve(id);
    }
}
