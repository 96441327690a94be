package dev.gantry.volume.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/// The bytes of the files and links in a tree.
final class DiskUsage {
    private DiskUsage() {}

    /// Files that vanish meanwhile do not count.
    static long of(Path tree) {
        long[] bytes = {0};
        // A file with several names is there once.
        Set<Object> counted = new HashSet<>();
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Object key = attributes.fileKey();
                    bytes[0] += key == null || counted.add(key) ? attributes.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            return bytes[0];
        }
        return bytes[0];
    }
}
