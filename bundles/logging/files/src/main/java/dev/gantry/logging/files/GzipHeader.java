package dev.gantry.logging.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a compressed log file tells in the extra field of its gzip header, as Docker writes it: `{"lastTime":"…"}`. The
/// inode of the file that it was made from is ours; Docker ignores it.
///
/// @param lastNanos time of the newest entry
/// @param inode of the uncompressed file
record GzipHeader(long lastNanos, long inode) {
    static final long UNKNOWN = Long.MIN_VALUE;
    static final GzipHeader NONE = new GzipHeader(UNKNOWN, UNKNOWN);

    private static final int FIXED = 10;
    private static final int FLAG_EXTRA = 4;
    private static final Pattern LAST_TIME = Pattern.compile("\"lastTime\":\"([^\"]+)\"");
    private static final Pattern INODE = Pattern.compile("\"inode\":(\\d+)");

    /// The whole gzip header.
    byte[] toBytes() {
        Instant last = Instant.ofEpochSecond(
                Math.floorDiv(lastNanos, 1_000_000_000L), Math.floorMod(lastNanos, 1_000_000_000L));
        byte[] extra = ("{\"lastTime\":\"" + last + "\",\"inode\":" + inode + "}").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, FLAG_EXTRA, 0, 0, 0, 0, 0, (byte) 255});
        out.write(extra.length & 0xff);
        out.write(extra.length >>> 8);
        out.writeBytes(extra);
        return out.toByteArray();
    }

    static GzipHeader read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] fixed = in.readNBytes(FIXED + 2);
            if (fixed.length < FIXED + 2 || (fixed[3] & FLAG_EXTRA) == 0) {
                return NONE;
            }
            int length = (fixed[FIXED] & 0xff) | (fixed[FIXED + 1] & 0xff) << 8;
            return parse(new String(in.readNBytes(length), StandardCharsets.US_ASCII));
        }
    }

    private static GzipHeader parse(String extra) {
        Matcher time = LAST_TIME.matcher(extra);
        Matcher inode = INODE.matcher(extra);
        return new GzipHeader(
                time.find() ? nanos(time.group(1)) : UNKNOWN, inode.find() ? Long.parseLong(inode.group(1)) : UNKNOWN);
    }

    private static long nanos(String text) {
        try {
            Instant instant = Instant.parse(text);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return UNKNOWN;
        }
    }
}
