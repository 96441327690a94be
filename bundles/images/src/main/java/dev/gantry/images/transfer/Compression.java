package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/// How an archive is compressed, told by its first bytes.
enum Compression {
    /// Not at all.
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    private static final int LOOK = 10;

    /// Looks at the first bytes of a stream and takes it back to its beginning.
    static Compression of(BufferedInputStream in) throws IOException {
        in.mark(LOOK);
        byte[] first = in.readNBytes(LOOK);
        in.reset();
        if (begins(first, 0x1f, 0x8b, 8)) {
            return GZIP;
        }
        if (begins(first, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTD;
        }
        if (begins(first, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        return begins(first, 0xfd, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
    }

    private static boolean begins(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /// The plain bytes. What Java cannot undo is undone by the usual command.
    InputStream undo(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, 64 << 10);
            case ZSTD -> piped(in, "zstd");
            case BZIP2 -> piped(in, "bzip2");
            case XZ -> piped(in, "xz");
        };
    }

    private static InputStream piped(InputStream in, String command) {
        Process process;
        try {
            process = new ProcessBuilder(command, "-d", "-c", "-q")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw EngineException.system("Unable to decompress: " + command + " is not installed", e);
        }
        Thread.ofVirtual().name(command).start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                process.destroy();
            }
        });
        return new FilterInputStream(process.getInputStream()) {
            @Override
            public void close() throws IOException {
                process.destroy();
                super.close();
            }
        };
    }
}
