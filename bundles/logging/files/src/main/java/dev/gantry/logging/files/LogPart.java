package dev.gantry.logging.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// One file of a log.
///
/// @param path its name when it was listed
/// @param inode its own
/// @param size bytes on disk
/// @param header what stands at the head of a compressed file; [GzipHeader#NONE] for others
record LogPart(Path path, long inode, long size, boolean compressed, GzipHeader header) {
    static LogPart of(Path path, boolean compressed) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:ino,size");
        GzipHeader header = compressed ? GzipHeader.read(path) : GzipHeader.NONE;
        return new LogPart(path, (Long) attributes.get("ino"), (Long) attributes.get("size"), compressed, header);
    }

    /// Whether this is the file that had this inode, or was compressed from it.
    boolean holds(long wanted) {
        return compressed ? inode == wanted || header.inode() == wanted : inode == wanted;
    }

    /// Whether all entries are older than this; false when that is not known.
    boolean isBefore(long sinceNanos) {
        return header.lastNanos() != GzipHeader.UNKNOWN && header.lastNanos() < sinceNanos;
    }
}
