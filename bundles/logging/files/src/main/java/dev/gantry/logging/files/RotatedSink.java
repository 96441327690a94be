package dev.gantry.logging.files;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogSink;
import dev.gantry.api.logging.file.LogFormat;
import dev.gantry.api.logging.file.RecordBuffer;
import dev.gantry.api.logging.file.Rotation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends records, as many as fit with one system call, and rotates.
final class RotatedSink implements LogSink {
    private static final Logger LOG = LoggerFactory.getLogger(RotatedSink.class);
    private static final int FLUSH_AT = 256 * 1024;
    private static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
    private static final FileAttribute<?> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final RotatedLogFiles owner;
    private final LogFamily family;
    private final Rotation rotation;
    private final LogFormat format;
    private final RecordBuffer records = new RecordBuffer(8 * 1024);
    private FileChannel channel;
    private long size;
    private long lastNanos;

    RotatedSink(RotatedLogFiles owner, LogFamily family, Rotation rotation, LogFormat format) throws IOException {
        this.owner = owner;
        this.family = family;
        this.rotation = rotation;
        this.format = format;
        Path directory = family.current().toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, DIRECTORY_MODE);
        }
        channel = open(family.current());
        size = TornRecord.cutOff(channel, format);
        lastNanos = size == 0 ? 0 : Files.getLastModifiedTime(family.current()).toMillis() * 1_000_000;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), FILE_MODE);
    }

    @Override
    public void write(LogBatch batch) throws IOException {
        records.clear();
        for (int i = 0; i < batch.size(); i++) {
            if (rotation.maxSize() > 0 && size + records.length() >= rotation.maxSize()) {
                writeOut();
                rotate();
            }
            format.encode(batch, i, records);
            lastNanos = batch.timeNanos(i);
            if (records.length() >= FLUSH_AT) {
                writeOut();
            }
        }
        writeOut();
    }

    private void writeOut() throws IOException {
        ByteBuffer view = records.view();
        records.clear();
        while (view.hasRemaining()) {
            size += channel.write(view, size);
        }
    }

    private void rotate() {
        try {
            awaitCompression();
            family.names().writeLock().lock();
            try {
                Path aside = family.shift(rotation.maxFiles());
                channel.close();
                channel = open(family.current());
                size = channel.size();
                if (aside != null && rotation.compress()) {
                    owner.compress(family, lastNanos);
                }
            } finally {
                family.names().writeLock().unlock();
            }
        } catch (IOException e) {
            LOG.warn("log file {} could not be rotated: {}", family.current(), e.toString());
        }
    }

    private void awaitCompression() throws IOException {
        Future<?> running = family.compression();
        if (running == null) {
            return;
        }
        try {
            running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the file before is compressed", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            owner.release(family);
        }
    }
}
