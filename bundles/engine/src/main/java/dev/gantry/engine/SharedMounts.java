package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.MountPoint;
import dev.gantry.api.linux.Mounts;
import dev.gantry.engine.record.ContainerMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A bind can pass mounts on to or from the host only if the host's own mount does.
final class SharedMounts {
    private final Mounts mounts;

    SharedMounts(Mounts mounts) {
        this.mounts = mounts;
    }

    /// @throws EngineException SYSTEM when the propagation that is asked for would mean nothing
    void check(ContainerMount mount) {
        boolean shared = mount.propagation().endsWith("shared");
        boolean slave = mount.propagation().endsWith("slave");
        if (!mount.type().equals("bind") || !(shared || slave)) {
            return;
        }
        try {
            MountPoint under = under(Path.of(mount.source()).toRealPath(), mounts.list());
            boolean passes = under.propagation().stream()
                    .anyMatch(word -> word.startsWith("shared:") || slave && word.startsWith("master:"));
            if (!passes) {
                throw EngineException.system("path " + mount.source() + " is mounted on " + under.target()
                        + " but it is not a shared " + (slave ? "or slave " : "") + "mount");
            }
        } catch (IOException e) {
            throw EngineException.system("cannot look at the mounts of the host: " + e.getMessage(), e);
        }
    }

    /// The mount that a path is on: the deepest, and of those at one place the last.
    static MountPoint under(Path path, List<MountPoint> all) throws IOException {
        MountPoint found = null;
        for (MountPoint one : all) {
            boolean deeper = found == null
                    || one.target().getNameCount() >= found.target().getNameCount();
            if (path.startsWith(one.target()) && deeper) {
                found = one;
            }
        }
        if (found == null) {
            throw new IOException(path + " is on no mount");
        }
        return found;
    }
}
