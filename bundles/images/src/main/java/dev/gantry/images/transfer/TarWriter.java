package dev.gantry.images.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the archives of `docker save`: files with short names, nobody's, of no time.
final class TarWriter {
    static final int BLOCK = 512;
    private static final long LARGEST_OCTAL = 1L << 33;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void directory(String name) throws IOException {
        header(name, 0, '5', 0755);
    }

    void file(String name, byte[] content) throws IOException {
        header(name, content.length, '0', 0644);
        out.write(content);
        pad(content.length);
    }

    /// A file of `size` bytes; the stream is closed.
    void file(String name, long size, InputStream content) throws IOException {
        header(name, size, '0', 0644);
        try (content) {
            long written = content.transferTo(out);
            if (written != size) {
                throw new IOException("blob " + name + " has " + written + " bytes instead of " + size);
            }
        }
        pad(size);
    }

    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    private void header(String name, long size, char type, int mode) throws IOException {
        byte[] header = new byte[BLOCK];
        text(header, 0, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        size(header, size);
        octal(header, 136, 12, 0);
        header[156] = (byte) type;
        text(header, 257, "ustar\00000");
        text(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 7, sum);
        out.write(header);
    }

    private static void size(byte[] header, long size) {
        if (size < LARGEST_OCTAL) {
            octal(header, 124, 12, size);
            return;
        }
        header[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            header[135 - i] = (byte) (size >> (8 * i));
        }
    }

    private static void octal(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(header, at, "0".repeat(length - 1 - digits.length()) + digits);
        header[at + length - 1] = 0;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
