package dev.gantry.volume.core;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Copies a directory tree as it is: links stay links, owners, modes, times, extended attributes and device nodes come along.
///
/// The target may be a volume that a container has too, which puts links in the way while the copy goes on. So every name is
/// used below an open directory, and nothing follows a link at the end of it.
final class TreeCopy {
    private static final int SOCKET = 0140000;

    private final FileNodes files;
    private final Descriptors descriptors;

    TreeCopy(FileNodes files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /// Copies what is in `source` when `target` is empty; else, and without a source directory, does nothing.
    void intoEmpty(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) || !isEmpty(target)) {
            return;
        }
        new Copying(target).children(source, Path.of(""));
        dress(source, target, target, files.status(source));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /// @param named the file, as a name below an open directory
    /// @param itself the file, as what is open; the same for a link, which has no mode
    private void dress(Path source, Path named, Path itself, FileStatus status) throws IOException {
        files.setOwner(named, status.uid(), status.gid());
        if (!status.isLink()) {
            files.setMode(itself, status.permissions());
        }
        for (Map.Entry<String, byte[]> attribute : files.attributes(source).entrySet()) {
            if (!attribute.getKey().startsWith("trusted.overlay.")) {
                files.setAttribute(named, attribute.getKey(), attribute.getValue());
            }
        }
        files.setTimes(named, status.accessNanos(), status.modifiedNanos());
    }

    /// One copy on its way.
    private final class Copying {
        private final Path root;
        private final Map<String, Path> links = new HashMap<>();

        Copying(Path root) {
            this.root = root;
        }

        /// @param inside the directory, below the root
        void children(Path source, Path inside) throws IOException {
            int fd = open(inside.toString(), OpenFlag.DIRECTORY);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
                for (Path entry : entries) {
                    Path name = Objects.requireNonNull(entry.getFileName());
                    copy(entry, descriptors.pathOf(fd).resolve(name), inside.resolve(name));
                }
            } finally {
                descriptors.close(fd);
            }
        }

        private int open(String inside, OpenFlag... more) throws IOException {
            OpenFlag[] flags = new OpenFlag[more.length + 2];
            flags[0] = OpenFlag.PATH;
            flags[1] = OpenFlag.NO_FOLLOW;
            System.arraycopy(more, 0, flags, 2, more.length);
            return descriptors.openInRoot(root, inside.isEmpty() ? "." : inside, 0, flags);
        }

        private void copy(Path source, Path target, Path inside) throws IOException {
            FileStatus status = files.status(source);
            if (status.type() == SOCKET || isLinked(status, target, inside)) {
                return;
            }
            if (status.isDirectory()) {
                Files.createDirectory(target);
                children(source, inside);
            } else if (status.isLink()) {
                Files.createSymbolicLink(target, Files.readSymbolicLink(source));
                dress(source, target, target, status);
                return;
            } else if (status.isRegular()) {
                Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
            } else {
                files.makeNode(target, status.type(), status.permissions(), status.major(), status.minor());
            }
            int fd = open(inside.toString());
            try {
                dress(source, target, descriptors.pathOf(fd), status);
            } finally {
                descriptors.close(fd);
            }
        }

        /// Whether the file is another name of one that has been copied; then it has this name too now.
        private boolean isLinked(FileStatus status, Path target, Path inside) throws IOException {
            if (status.isDirectory() || status.links() < 2) {
                return false;
            }
            Path earlier = links.putIfAbsent(status.device() + ":" + status.inode(), inside);
            if (earlier == null) {
                return false;
            }
            Path parent = earlier.getParent();
            int fd = open(parent == null ? "" : parent.toString(), OpenFlag.DIRECTORY);
            try {
                Files.createLink(target, descriptors.pathOf(fd).resolve(Objects.requireNonNull(earlier.getFileName())));
            } finally {
                descriptors.close(fd);
            }
            return true;
        }
    }
}
