package dev.gantry.archive;

import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.types.FilesystemChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the upper directory of an overlay says about the layers under it.
final class LayerChanges {
    private static final int MODIFIED = 0;
    private static final int ADDED = 1;
    private static final int DELETED = 2;
    private static final byte[] OPAQUE = "y".getBytes(StandardCharsets.US_ASCII);

    /// What the runtime makes to mount on, which is nobody's change.
    private static final Set<String> MOUNT_POINTS = Set.of(
            "/.dockerenv",
            "/dev",
            "/dev/console",
            "/dev/pts",
            "/dev/shm",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/mtab",
            "/etc/resolv.conf",
            "/proc",
            "/sys");

    private final FileNodes files;
    private final Path upper;
    private final List<Path> layers;
    private final Map<String, Integer> changes = new TreeMap<>();

    LayerChanges(FileNodes files, Path upper, List<Path> layers) {
        this.files = files;
        this.upper = upper;
        this.layers = layers;
    }

    /// Sorted by path; null when there are none.
    @Nullable List<FilesystemChange> find() throws IOException {
        walk("", layers);
        List<FilesystemChange> found = new ArrayList<>();
        changes.forEach((path, kind) -> {
            if (kind != ADDED || !MOUNT_POINTS.contains(path)) {
                found.add(new FilesystemChange(path, kind));
            }
        });
        return found.isEmpty() ? null : found;
    }

    /// @param below the layers that are still seen in this directory
    private void walk(String directory, List<Path> below) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(upper.resolve(relative(directory)))) {
            for (Path entry : entries) {
                String path = directory + "/" + Objects.requireNonNull(entry.getFileName());
                compare(path, entry, files.status(entry), below);
            }
        }
    }

    private static String relative(String path) {
        return path.isEmpty() ? "" : path.substring(1);
    }

    private void compare(String path, Path entry, FileStatus status, List<Path> below) throws IOException {
        if (isWhiteout(status)) {
            record(path, DELETED);
            return;
        }
        FileStatus before = lower(path, below);
        if (before == null) {
            record(path, ADDED);
        } else if (!(status.isDirectory() && before.isDirectory() && same(status, before))) {
            record(path, MODIFIED);
        }
        if (status.isDirectory()) {
            boolean opaque = isOpaque(entry);
            if (opaque && before != null) {
                deleteHidden(path, entry, below);
            }
            walk(path, opaque ? List.of() : below);
        }
    }

    private void record(String path, int kind) {
        changes.put(path, kind);
        int slash = path.lastIndexOf('/');
        if (slash > 0 && !MOUNT_POINTS.contains(path)) {
            changes.putIfAbsent(path.substring(0, slash), MODIFIED);
        }
    }

    private static boolean same(FileStatus a, FileStatus b) {
        return a.permissions() == b.permissions()
                && a.modifiedNanos() == b.modifiedNanos()
                && a.uid() == b.uid()
                && a.gid() == b.gid();
    }

    private @Nullable FileStatus lower(String path, List<Path> below) throws IOException {
        for (Path layer : below) {
            Path candidate = layer.resolve(relative(path));
            if (Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
                FileStatus status = files.status(candidate);
                return isWhiteout(status) ? null : status;
            }
        }
        return null;
    }

    private void deleteHidden(String path, Path entry, List<Path> below) throws IOException {
        for (Path layer : below) {
            Path hidden = layer.resolve(relative(path));
            if (Files.isDirectory(hidden, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> children = Files.newDirectoryStream(hidden)) {
                    for (Path child : children) {
                        String name =
                                Objects.requireNonNull(child.getFileName()).toString();
                        if (!Files.exists(entry.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                            record(path + "/" + name, DELETED);
                        }
                    }
                }
            }
        }
    }

    private static boolean isWhiteout(FileStatus status) {
        return status.type() == 0020000 && status.major() == 0 && status.minor() == 0;
    }

    private boolean isOpaque(Path directory) throws IOException {
        Map<String, byte[]> attributes = files.attributes(directory);
        return Arrays.equals(OPAQUE, attributes.get("trusted.overlay.opaque"))
                || Arrays.equals(OPAQUE, attributes.get("user.overlay.opaque"));
    }
}
