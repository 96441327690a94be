package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.logging.core.streams.LineSplitter.LongLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingBytesTest {
    @TempDir
    Path directory;

    private PendingBytes map() throws IOException {
        return PendingBytes.map(directory.resolve("x.pending"));
    }

    private static String text(PendingBytes pending) {
        byte[] bytes = new byte[pending.length()];
        pending.copyTo(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void read(PendingBytes pending, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        pending.space(7).put(bytes);
        pending.added(bytes.length);
    }

    @Test
    void isFoundAgainByTheNextDaemon() throws IOException {
        LongLine longLine = new LongLine("ab".repeat(32), 3, 42);
        try (PendingBytes pending = map()) {
            read(pending, "used up, left over");
            pending.used("used up, ".length(), longLine);
        }
        try (PendingBytes again = map()) {
            assertEquals("left over", text(again));
            assertEquals(longLine, again.longLine());
            assertEquals(7, again.timeNanos());
        }
    }

    @Test
    void countsInAReadThatWasNotNotedDown() throws IOException {
        try (PendingBytes pending = map()) {
            read(pending, "noted, ");
            pending.space(8).put("not noted\n".getBytes(StandardCharsets.UTF_8));
        }
        try (PendingBytes again = map()) {
            assertEquals("noted, not noted\n", text(again));
            assertEquals(8, again.timeNanos());
        }
    }

    @Test
    void countsInNothingWhenNothingWasRead() throws IOException {
        try (PendingBytes pending = map()) {
            read(pending, "all of this was used");
            pending.used(pending.length(), LongLine.NONE);
            pending.space(8);
        }
        try (PendingBytes again = map()) {
            assertEquals(0, again.length());
        }
    }

    @Test
    void neverRunsOutOfRoomWhileLessThanALineWaits() throws IOException {
        Random random = new Random(3);
        StringBuilder model = new StringBuilder();
        try (PendingBytes pending = map()) {
            for (int round = 0; round < 2000; round++) {
                ByteBuffer space = pending.space(round);
                String some = Integer.toString(round).repeat(1 + random.nextInt(2000));
                String fits = some.substring(0, Math.min(some.length(), space.remaining()));
                space.put(fits.getBytes(StandardCharsets.US_ASCII));
                pending.added(fits.length());
                model.append(fits);
                int used = Math.max(0, model.length() - random.nextInt(16 * 1024));
                model.delete(0, used);
                pending.used(used, LongLine.NONE);
                byte[] bytes = new byte[pending.length()];
                pending.copyTo(bytes);
                assertArrayEquals(model.toString().getBytes(StandardCharsets.US_ASCII), bytes);
            }
        }
    }
}
