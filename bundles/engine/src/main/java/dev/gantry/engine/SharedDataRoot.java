package dev.gantry.engine;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.MountPoint;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that mounts below the data root reach containers that have it mounted with `rslave` or `rshared`. Where the machine's mount
/// does not share them the data root is mounted over itself; a file in the exec root notes that this is to be taken back, also by a later
/// daemon when this one dies.
final class SharedDataRoot {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDataRoot.class);
    private static final String MARKER = "unmount-on-shutdown";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path dataRoot;
    private final Path marker;
    private final Mounts mounts;
    private final AtomicFiles files;
    private volatile boolean fresh;

    SharedDataRoot(EngineSettings settings, Kernel kernel) {
        this(settings.dataRoot(), settings.execRoot(), kernel.mounts(), kernel.files());
    }

    SharedDataRoot(Path dataRoot, Path execRoot, Mounts mounts, AtomicFiles files) {
        this.dataRoot = dataRoot;
        this.marker = execRoot.resolve(MARKER);
        this.mounts = mounts;
        this.files = files;
    }

    /// Call it before anything is mounted below.
    void prepare() {
        try {
            Path root = dataRoot.toRealPath();
            MountPoint under = under(root);
            if (Files.exists(marker) && !isNoted(under)) {
                files.delete(marker);
            }
            if (isShared(under)) {
                return;
            }
            if (!under.target().equals(root)) {
                // What an earlier daemon left mounted below stays visible.
                mounts.mount(new MountSpec("bind", root.toString(), List.of("rbind")), root);
                files.writeVolatile(marker, note(under(root)), 0600);
                fresh = true;
            }
            mounts.setPropagation(root, "shared");
        } catch (IOException e) {
            LOG.warn(
                    "the data root is no shared mount: containers that have it mounted may not see what is mounted below it later: {}",
                    e.getMessage());
        }
    }

    /// Whether this daemon has mounted it, and not one before: nothing that ran before stands on it.
    boolean isFresh() {
        return fresh;
    }

    /// Takes the mount back when it is ours; when containers still run on it, leave it.
    void release() {
        try {
            Path root = dataRoot.toRealPath();
            if (isNoted(under(root))) {
                mounts.unmount(root, true);
                files.delete(marker);
            }
        } catch (IOException e) {
            LOG.warn("the data root stays mounted over itself: {}", e.getMessage());
        }
    }

    private MountPoint under(Path root) throws IOException {
        return SharedMounts.under(root, mounts.list());
    }

    private static boolean isShared(MountPoint mount) {
        return mount.propagation().stream()
                .anyMatch(field -> field.startsWith("shared:") || field.startsWith("master:"));
    }

    /// Numbers of mounts are given again after a boot, and then a note that has outlived it means nothing.
    private boolean isNoted(MountPoint mount) throws IOException {
        try {
            return mount.target().equals(dataRoot.toRealPath())
                    && Files.readString(marker).equals(new String(note(mount), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static byte[] note(MountPoint mount) throws IOException {
        return (Files.readString(BOOT).strip() + " " + mount.id()).getBytes(StandardCharsets.US_ASCII);
    }
}
