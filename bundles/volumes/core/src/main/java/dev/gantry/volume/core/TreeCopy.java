package dev.gantry.volume.core;

import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Copies a tree with owners, modes, times, extended attributes, links and devices. Follows no link.
final class TreeCopy {
    private static final int SOCKET = 0140000;

    private final FileNodes files;

    TreeCopy(FileNodes files) {
        this.files = files;
    }

    /// Copies what is in `source` when `target` is empty; else, and without a source directory, does nothing.
    void intoEmpty(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) || !isEmpty(target)) {
            return;
        }
        Map<String, Path> links = new HashMap<>();
        children(source, target, links);
        dress(source, target, files.status(source));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private void children(Path source, Path target, Map<String, Path> links) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                copy(entry, target.resolve(Objects.requireNonNull(entry.getFileName())), links);
            }
        }
    }

    private void copy(Path source, Path target, Map<String, Path> links) throws IOException {
        FileStatus status = files.status(source);
        if (status.type() == SOCKET) {
            return;
        }
        if (!status.isDirectory() && status.links() > 1) {
            Path earlier = links.putIfAbsent(status.device() + ":" + status.inode(), target);
            if (earlier != null) {
                Files.createLink(target, earlier);
                return;
            }
        }
        if (status.isDirectory()) {
            Files.createDirectory(target);
            children(source, target, links);
        } else if (status.isLink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
        } else if (status.isRegular()) {
            Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
        } else {
            files.makeNode(target, status.type(), status.permissions(), status.major(), status.minor());
        }
        dress(source, target, status);
    }

    private void dress(Path source, Path target, FileStatus status) throws IOException {
        files.setOwner(target, status.uid(), status.gid());
        if (!status.isLink()) {
            files.setMode(target, status.permissions());
        }
        for (Map.Entry<String, byte[]> attribute : files.attributes(source).entrySet()) {
            if (!attribute.getKey().startsWith("trusted.overlay.")) {
                files.setAttribute(target, attribute.getKey(), attribute.getValue());
            }
        }
        files.setTimes(target, status.accessNanos(), status.modifiedNanos());
    }
}
