package dev.gantry.testkit.logging;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes batches from texts and texts from entries, for tests.
public final class Lines {
    /// The time of the first line of [#numbered], in nanoseconds since 1970; each line is one millisecond after the one before.
    public static final long FIRST_NANOS = 1_700_000_000_123_456_789L;

    private static final long MILLISECOND = 1_000_000;

    private Lines() {}

    /// A batch of lines `line <n>` from standard output.
    ///
    /// @param first the first number
    /// @param count how many
    public static LogBatch numbered(int first, int count) {
        LogBatch batch = new LogBatch();
        for (int number = first; number < first + count; number++) {
            add(batch, LogSource.STDOUT, timeOf(number), "line " + number, null);
        }
        return batch;
    }

    /// The time that [#numbered] gives to a number.
    public static long timeOf(int number) {
        return FIRST_NANOS + number * MILLISECOND;
    }

    /// Appends one line.
    public static void add(LogBatch batch, LogSource source, long timeNanos, String line, @Nullable Partial partial) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        batch.add(source, timeNanos, bytes, 0, bytes.length, partial);
    }

    /// What [#numbered] wrote.
    public static List<String> texts(int first, int count) {
        List<String> texts = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            texts.add("line " + number);
        }
        return texts;
    }

    /// Everything that the reader gives now.
    public static List<LogEntry> entries(LogReader reader) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }

    /// The texts of everything that the reader gives now.
    public static List<String> texts(LogReader reader) throws IOException {
        return entries(reader).stream().map(Lines::text).toList();
    }

    /// The line as text.
    public static String text(LogEntry entry) {
        return new String(entry.line(), StandardCharsets.UTF_8);
    }
}
