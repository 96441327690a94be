package dev.gantry.logging.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// One file of a log.
///
/// @param path its name when it was listed
/// @param inode its own
/// @param size bytes on disk
/// @param header what stands at the head of a compressed file; [GzipHeader#NONE] for others
record LogPart(Path path, long inode, long size, boolean compressed, GzipHeader header) {
    static LogPart of(Path path, boolean compressed) throws IOException {
        long inode = inodeOf(path);
        GzipHeader header = compressed ? GzipHeader.read(path) : GzipHeader.NONE;
        return new LogPart(path, inode, Files.size(path), compressed, header);
    }

    static long inodeOf(Path path) throws IOException {
        return ((Number) Objects.requireNonNull(Files.getAttribute(path, "unix:ino"))).longValue();
    }

    /// Whether all entries are older than this; false when that is not known.
    boolean isBefore(long sinceNanos) {
        return header.lastNanos() != GzipHeader.UNKNOWN && header.lastNanos() < sinceNanos;
    }
}
