package dev.gantry.images.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads an archive from front to back: ustar, with GNU's and POSIX' long names and sizes.
final class TarReader {
    private static final int BLOCK = TarWriter.BLOCK;
    private static final int LONGEST_EXTRA = 1 << 20;

    private final InputStream in;
    private @Nullable Content open;

    TarReader(InputStream in) {
        this.in = in;
    }

    /// One member.
    ///
    /// @param type as the archive has it: `0` file, `5` directory, `2` symbolic link, `1` hard link
    /// @param link where a link leads
    record Entry(String name, char type, long size, String link) {
        boolean isFile() {
            return type == '0' || type == 0 || type == '7';
        }

        boolean isLink() {
            return type == '1' || type == '2';
        }
    }

    /// The next member; null at the end. Skips what was not read of the one before.
    @Nullable Entry next() throws IOException {
        if (open != null) {
            open.skipRest();
        }
        Map<String, String> extra = new TreeMap<>();
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || (header.length == BLOCK && isZero(header))) {
                open = null;
                return null;
            }
            if (header.length < BLOCK) {
                throw new EOFException("unexpected EOF");
            }
            verify(header);
            long size = number(header, 124, 12);
            char type = (char) (header[156] & 0xff);
            Content content = new Content(size);
            switch (type) {
                case 'L' -> extra.put("path", content.text());
                case 'K' -> extra.put("linkpath", content.text());
                case 'x' -> pax(content.bytes(), extra);
                case 'g' -> content.skipRest();
                default -> {
                    return entry(header, type, size, extra);
                }
            }
        }
    }

    private Entry entry(byte[] header, char type, long size, Map<String, String> extra) {
        long real = extra.containsKey("size") ? Long.parseLong(extra.get("size")) : size;
        open = new Content(type == '1' || type == '2' || type == '5' ? 0 : real);
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
        String joined = ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
        return new Entry(
                extra.getOrDefault("path", joined), type, real, extra.getOrDefault("linkpath", text(header, 157, 100)));
    }

    /// The content of the present member; ends with it.
    InputStream content() {
        if (open == null) {
            throw new IllegalStateException();
        }
        return open;
    }

    private static void pax(byte[] records, Map<String, String> into) throws IOException {
        int at = 0;
        while (at < records.length) {
            int space = at;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length;
            try {
                length = Integer.parseInt(new String(records, at, space - at, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                throw invalid(e);
            }
            if (length <= space - at || at + length > records.length) {
                throw invalid(null);
            }
            String pair = new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            int equals = pair.indexOf('=');
            if (equals > 0) {
                into.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            at += length;
        }
    }

    private static void verify(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw invalid(null);
        }
    }

    private static IOException invalid(@Nullable Throwable cause) {
        return new IOException("archive/tar: invalid tar header", cause);
    }

    private static long number(byte[] header, int at, int length) throws IOException {
        if ((header[at] & 0x80) != 0) {
            long value = 0;
            for (int i = at + Math.max(1, length - 8); i < at + length; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String digits = text(header, at, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw invalid(e);
        }
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// A member's bytes, and the padding after them.
    private final class Content extends InputStream {
        private final long size;
        private long left;

        Content(long size) {
            this.size = size;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, from, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("unexpected EOF");
            }
            left -= read;
            return read;
        }

        void skipRest() throws IOException {
            in.skipNBytes(left + (BLOCK - size % BLOCK) % BLOCK);
            left = 0;
        }

        byte[] bytes() throws IOException {
            if (size > LONGEST_EXTRA) {
                throw invalid(null);
            }
            byte[] bytes = readAllBytes();
            skipRest();
            return bytes;
        }

        String text() throws IOException {
            return TarReader.text(bytes(), 0, (int) size);
        }
    }
}
