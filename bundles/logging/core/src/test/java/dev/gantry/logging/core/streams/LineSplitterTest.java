package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import dev.gantry.logging.core.streams.LineSplitter.LongLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final int LIMIT = 16;

    private final LineSplitter splitter = new LineSplitter(LogSource.STDERR, LIMIT, LongLine.NONE);
    private final List<LogEntry> entries = new ArrayList<>();
    private byte[] rest = new byte[0];

    private void feed(byte[] bytes, long time) {
        byte[] all = join(rest, bytes);
        LogBatch batch = new LogBatch(1, 1);
        int used = splitter.split(all, all.length, time, batch);
        rest = Arrays.copyOfRange(all, used, all.length);
        take(batch);
    }

    private void end() {
        LogBatch batch = new LogBatch(1, 1);
        splitter.end(rest, rest.length, 99, batch);
        take(batch);
    }

    private void take(LogBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            entries.add(batch.entry(i));
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> texts() {
        return entries.stream()
                .map(e -> new String(e.line(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void keepsCarriageReturnsAndEmptyLines() {
        feed(bytes("a\r\n\nb\n"), 1);
        assertEquals(List.of("a\r", "", "b"), texts());
        assertNull(entries.getFirst().partial());
    }

    @Test
    void givesThePiecesOfALongLineOneIdAndTheFirstTime() {
        feed(bytes("x".repeat(20)), 1);
        feed(bytes("x".repeat(20)), 2);
        feed(bytes("end\nnext\n"), 3);
        assertEquals(List.of("x".repeat(16), "x".repeat(16), "xxxxxxxxend", "next"), texts());
        Partial first = entries.get(0).partial();
        assertEquals(64, first.id().length());
        assertEquals(
                List.of(
                        new Partial(first.id(), 1, false),
                        new Partial(first.id(), 2, false),
                        new Partial(first.id(), 3, true)),
                entries.stream().map(LogEntry::partial).limit(3).toList());
        assertEquals(
                List.of(1L, 1L, 1L, 3L),
                entries.stream().map(LogEntry::timeNanos).toList());
    }

    @Test
    void endsALineOfExactlyTheLimitWithAnEmptyPiece() {
        feed(bytes("x".repeat(16) + "\n"), 1);
        assertEquals(List.of("x".repeat(16), ""), texts());
        assertTrue(entries.get(1).partial().last());
    }

    @Test
    void givesWhatTheEndCutsOffAsAPieceWithoutALast() {
        feed(bytes("whole\nrest"), 1);
        end();
        assertEquals(List.of("whole", "rest"), texts());
        assertEquals(false, entries.get(1).endsLine());
    }

    @RepeatedTest(200)
    void givesTheSameHoweverTheBytesArrive(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] input = new byte[random.nextInt(2000)];
        for (int i = 0; i < input.length; i++) {
            input[i] = random.nextInt(12) == 0 ? (byte) '\n' : (byte) random.nextInt(256);
        }
        for (int at = 0; at < input.length; ) {
            int length = Math.min(input.length - at, 1 + random.nextInt(50));
            feed(Arrays.copyOfRange(input, at, at + length), at);
            at += length;
        }
        end();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        for (LogEntry entry : entries) {
            assertTrue(entry.line().length <= LIMIT);
            again.writeBytes(entry.line());
            if (entry.endsLine()) {
                again.write('\n');
            }
        }
        assertEquals(new String(input, StandardCharsets.ISO_8859_1), again.toString(StandardCharsets.ISO_8859_1));
    }
}
