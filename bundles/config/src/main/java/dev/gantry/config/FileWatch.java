package dev.gantry.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at the configuration file once in a while and tells when it has changed and then stayed the same for one look, so that a
/// file in the middle of being written is not taken. Looking, not inotify: it also sees a file that comes into being with its
/// directory, a link that is pointed elsewhere, and files of remote file systems.
final class FileWatch {
    private final Path file;
    private final Duration pause;
    private final Runnable changed;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Stamp told;

    private record Stamp(@Nullable Object key, long size, long modified) {
        static final Stamp ABSENT = new Stamp(null, -1, -1);
    }

    /// Takes the file as it is now for known.
    ///
    /// @param changed called from the thread of the watch
    FileWatch(Path file, Duration pause, Runnable changed) {
        this.file = file;
        this.pause = pause;
        this.changed = changed;
        this.told = stamp();
    }

    /// Somebody is about to read the file: as it is now it is no news.
    void read() {
        told = stamp();
    }

    void start() {
        Thread.ofVirtual().name("config-watch").start(this::run);
    }

    private void run() {
        Stamp seen = told;
        try {
            while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                Stamp now = stamp();
                if (now.equals(seen) && !now.equals(told)) {
                    told = now;
                    changed.run();
                }
                seen = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    Objects.toString(attributes.fileKey()),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            return Stamp.ABSENT;
        }
    }

    void stop() {
        end.countDown();
    }
}
