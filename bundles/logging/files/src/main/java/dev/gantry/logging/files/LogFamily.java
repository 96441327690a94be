package dev.gantry.logging.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// One log's files: the one in use and those put aside. Who lists them holds the read lock, who renames them the write lock.
final class LogFamily {
    private final Path file;
    private final ReentrantReadWriteLock names = new ReentrantReadWriteLock();
    private @Nullable Future<?> compression;
    int users;

    LogFamily(Path file) {
        this.file = file;
    }

    Path current() {
        return file;
    }

    /// The name of the file put aside `number` rotations ago.
    Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    Path compressed(int number) {
        return file.resolveSibling(file.getFileName() + "." + number + ".gz");
    }

    ReentrantReadWriteLock names() {
        return names;
    }

    /// Makes the next rotation wait for this.
    synchronized void compressing(Future<?> work) {
        compression = work;
    }

    /// The compression begun last, finished or not.
    synchronized @Nullable Future<?> compression() {
        return compression;
    }

    /// Whether no compression runs.
    synchronized boolean idle() {
        return compression == null || compression.isDone();
    }

    /// What is done with all files there are, oldest first, while none of them is renamed.
    interface Listing {
        boolean use(List<LogPart> parts) throws IOException;
    }

    boolean listing(Listing listing) throws IOException {
        names.readLock().lock();
        try {
            return listing.use(parts());
        } finally {
            names.readLock().unlock();
        }
    }

    private List<LogPart> parts() throws IOException {
        List<LogPart> found = new ArrayList<>();
        add(found, file, false);
        int number = 1;
        while (add(found, aside(number), false) || add(found, compressed(number), true)) {
            number++;
        }
        return found.reversed();
    }

    private static boolean add(List<LogPart> found, Path path, boolean compressed) throws IOException {
        try {
            found.add(LogPart.of(path, compressed));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Puts the file in use aside, and deletes or renames the older ones to make room. The caller holds the write lock.
    ///
    /// @return the name that the file in use has got, or null when it was deleted because only one is kept
    @Nullable Path shift(int maxFiles) throws IOException {
        if (maxFiles == 1) {
            Files.deleteIfExists(file);
            return null;
        }
        Files.deleteIfExists(aside(maxFiles - 1));
        Files.deleteIfExists(compressed(maxFiles - 1));
        for (int number = maxFiles - 2; number >= 1; number--) {
            move(aside(number), aside(number + 1));
            move(compressed(number), compressed(number + 1));
        }
        move(file, aside(1));
        return aside(1);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // There is nothing of that age yet.
        }
    }
}
