package dev.gantry.logging.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces the file that was put aside last by a compressed one.
final class Compression implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);

    private final LogFamily family;
    private final long lastNanos;

    Compression(LogFamily family, long lastNanos) {
        this.family = family;
        this.lastNanos = lastNanos;
    }

    @Override
    public void run() {
        Path plain = family.aside(1);
        Path temporary = plain.resolveSibling(plain.getFileName() + ".gz.tmp");
        try {
            write(plain, temporary);
            family.names().writeLock().lock();
            try {
                Files.move(temporary, family.compressed(1), StandardCopyOption.ATOMIC_MOVE);
                Files.delete(plain);
            } finally {
                family.names().writeLock().unlock();
            }
        } catch (NoSuchFileException e) {
            LOG.debug("log file {} was removed before it was compressed", plain);
        } catch (IOException e) {
            LOG.warn("log file {} stays uncompressed: {}", plain, e.toString());
            deleteQuietly(temporary);
        }
    }

    private void write(Path plain, Path temporary) throws IOException {
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        long inode = LogPart.inodeOf(plain);
        CRC32 crc = new CRC32();
        long length = 0;
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (InputStream in = Files.newInputStream(plain);
                OutputStream out = Files.newOutputStream(temporary)) {
            out.write(new GzipHeader(lastNanos, inode).toBytes());
            DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater, 16 * 1024);
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                packed.write(buffer, 0, n);
                crc.update(buffer, 0, n);
                length += n;
            }
            packed.finish();
            ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(trailer.putInt((int) crc.getValue()).putInt((int) length).array());
        } finally {
            deflater.end();
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("left behind: {}", file, e);
        }
    }
}
