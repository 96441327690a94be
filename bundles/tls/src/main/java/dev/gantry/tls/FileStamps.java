package dev.gantry.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tells a file from its successor, found out without reading it. Symbolic links are followed: what they point at counts.
///
/// @param stamps one for each file, null where there is none
/// @param settled whether a later change shows for certain: a file that was written this very moment may be written again
///     within the same tick of the file system's clock
record FileStamps(List<@Nullable Map<String, Object>> stamps, boolean settled) {
    private static final Duration TICK = Duration.ofSeconds(1);

    static FileStamps of(List<Path> files, Instant now) {
        List<@Nullable Map<String, Object>> stamps = new ArrayList<>();
        boolean settled = true;
        for (Path file : files) {
            try {
                Map<String, Object> stamp = Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime,ctime");
                stamps.add(stamp);
                settled &= stamp.get("ctime") instanceof FileTime changed
                        && changed.toInstant().plus(TICK).isBefore(now);
            } catch (IOException e) {
                stamps.add(null);
            }
        }
        return new FileStamps(stamps, settled);
    }

    /// Whether the files are certainly those of `before`.
    boolean areThoseOf(FileStamps before) {
        return before.settled && stamps.equals(before.stamps);
    }

    boolean sameAs(FileStamps other) {
        return stamps.equals(other.stamps);
    }
}
