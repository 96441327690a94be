package dev.gantry.archive;

import dev.gantry.api.error.EngineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/// Finds out by the first bytes how a stream is compressed.
final class Compression {
    private static final int MARK = 8;

    private Compression() {}

    static InputStream open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 64 * 1024);
        in.mark(MARK);
        byte[] start = in.readNBytes(6);
        in.reset();
        try {
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
                return new ZstdCompressorInputStream(in);
            }
        } catch (NoClassDefFoundError e) {
            throw EngineException.notImplemented("this compression is not supported here");
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
}
