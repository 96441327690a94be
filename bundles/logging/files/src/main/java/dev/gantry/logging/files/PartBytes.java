package dev.gantry.logging.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// The bytes of one file of a log, unpacked.
interface PartBytes extends Closeable {
    /// Reads some; -1 when there are none now.
    int read(byte[] into, int offset, int length) throws IOException;

    /// Opens a file at a position that counts unpacked bytes.
    static PartBytes open(LogPart part, long position) throws IOException {
        if (!part.compressed()) {
            return new PlainBytes(FileChannel.open(part.path(), StandardOpenOption.READ), position);
        }
        InputStream file = Files.newInputStream(part.path());
        try {
            GZIPInputStream unpacked = new GZIPInputStream(file, 16 * 1024);
            unpacked.skipNBytes(position);
            return new Unpacked(unpacked);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// A compressed file.
    record Unpacked(InputStream stream) implements PartBytes {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return stream.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
