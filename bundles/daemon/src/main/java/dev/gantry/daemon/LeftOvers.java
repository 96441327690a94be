package dev.gantry.daemon;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Temporary files of a daemon that did not stop in order.
final class LeftOvers {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    private LeftOvers() {}

    /// Moves the directory aside and removes it beside everything else. Links in it are removed, not followed. What cannot be removed stays:
    /// it is no reason not to start.
    static void remove(Path directory) {
        Path aside = directory.resolveSibling(directory.getFileName() + "-old");
        try {
            if (Files.exists(aside)) {
                delete(aside);
            }
            Files.move(directory, aside);
        } catch (IOException e) {
            LOG.warn("cannot move {} aside, it is removed where it is: {}", directory, e.getMessage());
            tryDelete(directory);
            return;
        }
        Thread.ofVirtual().name("remove " + aside).start(() -> tryDelete(aside));
    }

    private static void tryDelete(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            LOG.warn("cannot remove {}: {}", directory, e.getMessage());
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
