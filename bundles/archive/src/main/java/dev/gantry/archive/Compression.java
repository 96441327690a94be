package dev.gantry.archive;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// Finds out by the first bytes how a stream is compressed.
final class Compression {
    private static final int MARK = 8;

    private Compression() {}

    static InputStream open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 64 * 1024);
        in.mark(MARK);
        byte[] start = in.readNBytes(6);
        in.reset();
        if (begins(start, 0x1f, 0x8b)) {
            return new GZIPInputStream(in, 64 * 1024);
        }
        if (begins(start, 'B', 'Z', 'h')) {
            return new BZip2CompressorInputStream(in, true);
        }
        if (begins(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return new XZCompressorInputStream(in, true);
        }
        if (begins(start, 0x28, 0xb5, 0x2f, 0xfd)) {
            return new Zstd(in);
        }
        return in;
    }

    private static boolean begins(byte[] start, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (start.length <= i || (start[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /// Tells of broken bytes as of any that cannot be read; the library does not.
    private static final class Zstd extends FilterInputStream {
        Zstd(InputStream in) {
            super(new ZstdInputStream(in));
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (MalformedInputException | IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (MalformedInputException | IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
