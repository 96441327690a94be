package dev.gantry.testkit.logging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LoggedContainer;
import dev.gantry.api.logging.Partial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every log driver has to keep. The tests that read are left out for a driver that cannot.
public abstract class LogDriverContract {
    /// A directory that stands for the container's.
    @TempDir
    protected Path directory;

    /// A new instance of the driver, as its component would be after an update of the bundle.
    protected abstract LogDriver newDriver();

    /// The driver's name.
    protected abstract String name();

    /// Options with which the driver keeps everything that these tests write.
    protected Map<String, String> options() {
        return Map.of();
    }

    /// Options with which the driver begins a new file after at most some hundred lines, and keeps all; empty when it knows
    /// no rotation.
    protected Map<String, String> rotatingOptions() {
        return Map.of();
    }

    /// What the driver is opened with.
    protected LogInfo info(Map<String, String> options) {
        LoggedContainer container = LoggedContainer.of("0123456789ab".repeat(5) + "cdef", "tested", directory);
        return new LogInfo(container, options, "0123456789ab", Map.of(), null);
    }

    @Test
    void refusesAnUnknownOptionInDockersWords() {
        EngineException refused =
                assertThrows(EngineException.class, () -> newDriver().validate(Map.of("no-such-option", "1")));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
        assertEquals("unknown log opt 'no-such-option' for " + name() + " log driver", refused.getMessage());
    }

    @Test
    void acceptsItsOwnOptions() {
        newDriver().validate(options());
        newDriver().validate(rotatingOptions());
    }

    @Test
    void refusesToReadWhenItSaysThatItCannot() {
        LogDriver driver = newDriver();
        assumeTrue(!driver.isReadable());
        EngineException refused =
                assertThrows(EngineException.class, () -> driver.read(info(options()), LogQuery.EVERYTHING));
        assertEquals(ErrorKind.NOT_IMPLEMENTED, refused.kind());
    }

    @Test
    void closesWithoutHavingWritten() throws IOException {
        newDriver().open(info(options())).close();
    }

    @Test
    void isEmptyBeforeTheFirstLine() throws IOException {
        LogDriver driver = readable();
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            assertNull(reader.next());
        }
    }

    @Test
    void givesLinesBackInTheirOrderWithTimeAndSource() throws IOException {
        LogDriver driver = readable();
        LogBatch batch = new LogBatch();
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(1), "first", null);
        Lines.add(batch, LogSource.STDERR, Lines.timeOf(2), "second, \"quoted\" \\ <&> ünï\u2028 \t\r", null);
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(2), "", null);
        write(driver, options(), batch);
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            List<LogEntry> entries = Lines.entries(reader);
            assertEquals(3, entries.size());
            for (int i = 0; i < 3; i++) {
                assertEquals(batch.source(i), entries.get(i).source());
                assertEquals(batch.timeNanos(i), entries.get(i).timeNanos());
                assertArrayEquals(batch.entry(i).line(), entries.get(i).line());
                assertTrue(entries.get(i).endsLine());
            }
        }
    }

    @Test
    void keepsWhichPiecesEndALine() throws IOException {
        LogDriver driver = readable();
        LogBatch batch = new LogBatch();
        String id = "ab".repeat(32);
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(1), "one ", new Partial(id, 1, false));
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(1), "line", new Partial(id, 2, true));
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(2), "cut off", new Partial(id.replace('a', 'c'), 1, false));
        write(driver, options(), batch);
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            List<LogEntry> entries = Lines.entries(reader);
            assertEquals(
                    List.of("one ", "line", "cut off"),
                    entries.stream().map(Lines::text).toList());
            assertEquals(
                    List.of(false, true, false),
                    entries.stream().map(LogEntry::endsLine).toList());
        }
    }

    @Test
    void takesALineAsLongAsItsLimit() throws IOException {
        LogDriver driver = readable();
        String line = "x".repeat(driver.lineLimit());
        LogBatch batch = new LogBatch();
        Lines.add(batch, LogSource.STDERR, Lines.timeOf(1), line, null);
        write(driver, options(), batch);
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            assertEquals(List.of(line), Lines.texts(reader));
        }
    }

    @Test
    void givesTheNewestLinesForATail() throws IOException {
        LogDriver driver = readable();
        write(driver, options(), Lines.numbered(0, 5000));
        for (int tail : new int[] {0, 1, 2, 100, 4999, 5000, 6000}) {
            try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING.withTail(tail))) {
                int expected = Math.min(tail, 5000);
                assertEquals(Lines.texts(5000 - expected, expected), Lines.texts(reader), "tail " + tail);
            }
        }
    }

    @Test
    void keepsToSinceAndUntil() throws IOException {
        LogDriver driver = readable();
        write(driver, options(), Lines.numbered(0, 100));
        LogQuery query = LogQuery.EVERYTHING.withSince(Lines.timeOf(20)).withUntil(Lines.timeOf(29));
        try (LogReader reader = driver.read(info(options()), query)) {
            assertEquals(Lines.texts(20, 10), Lines.texts(reader));
        }
    }

    @Test
    void givesTheWantedSourcesOnly() throws IOException {
        LogDriver driver = readable();
        LogBatch batch = new LogBatch();
        Lines.add(batch, LogSource.STDOUT, Lines.timeOf(1), "out", null);
        Lines.add(batch, LogSource.STDERR, Lines.timeOf(2), "err", null);
        write(driver, options(), batch);
        try (LogReader reader =
                driver.read(info(options()), LogQuery.EVERYTHING.withSources(Set.of(LogSource.STDERR)))) {
            assertEquals(List.of("err"), Lines.texts(reader));
        }
    }

    @Test
    void showsAReaderWhatIsWrittenWhileItIsOpen() throws IOException {
        LogDriver driver = readable();
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING.withFollow(true));
                LogSink sink = driver.open(info(options()))) {
            assertNull(reader.next());
            for (int number = 0; number < 50; number++) {
                sink.write(Lines.numbered(number, 1));
                assertEquals(Lines.texts(number, 1), Lines.texts(reader));
            }
        }
    }

    @Test
    void continuesALogThatIsThere() throws IOException {
        LogDriver driver = readable();
        write(driver, options(), Lines.numbered(0, 10));
        write(driver, options(), Lines.numbered(10, 10));
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            assertEquals(Lines.texts(0, 20), Lines.texts(reader));
        }
    }

    @Test
    void losesNothingWhenItIsSwappedFiftyTimes() throws IOException {
        LogDriver driver = readable();
        List<String> followed = new ArrayList<>();
        LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING.withFollow(true));
        for (int swap = 0; swap < 50; swap++) {
            write(driver, options(), Lines.numbered(swap * 20, 20));
            for (int i = 0; i < 15; i++) {
                followed.add(Lines.text(Objects.requireNonNull(reader.next())));
            }
            String cursor = reader.cursor();
            reader.close();
            driver = newDriver();
            reader = driver.read(
                    info(options()), LogQuery.EVERYTHING.withFollow(true).withCursor(cursor));
        }
        followed.addAll(Lines.texts(reader));
        reader.close();
        assertEquals(Lines.texts(0, 1000), followed);
    }

    @Test
    void followsAcrossRotations() throws IOException {
        LogDriver driver = readable();
        assumeTrue(!rotatingOptions().isEmpty());
        List<String> followed = new ArrayList<>();
        try (LogReader reader = driver.read(info(rotatingOptions()), LogQuery.EVERYTHING.withFollow(true));
                LogSink sink = driver.open(info(rotatingOptions()))) {
            for (int number = 0; number < 2000; number += 10) {
                sink.write(Lines.numbered(number, 10));
                if (number % 30 == 0) {
                    followed.addAll(Lines.texts(reader));
                }
            }
            followed.addAll(Lines.texts(reader));
        }
        assertEquals(Lines.texts(0, 2000), followed);
    }

    @Test
    void readsRotatedLogsFromTheBeginningAndFromTheEnd() throws IOException {
        LogDriver driver = readable();
        assumeTrue(!rotatingOptions().isEmpty());
        write(driver, rotatingOptions(), Lines.numbered(0, 2000));
        try (LogReader all = driver.read(info(rotatingOptions()), LogQuery.EVERYTHING);
                LogReader tail = driver.read(info(rotatingOptions()), LogQuery.EVERYTHING.withTail(1500));
                LogReader since =
                        driver.read(info(rotatingOptions()), LogQuery.EVERYTHING.withSince(Lines.timeOf(700)))) {
            assertEquals(Lines.texts(0, 2000), Lines.texts(all));
            assertEquals(Lines.texts(500, 1500), Lines.texts(tail));
            assertEquals(Lines.texts(700, 1300), Lines.texts(since));
        }
    }

    @Test
    void doesNotKeepTheHostsBuffers() throws IOException {
        LogDriver driver = readable();
        LogBatch batch = new LogBatch();
        try (LogSink sink = driver.open(info(options()))) {
            for (String line : List.of("one", "two", "six")) {
                batch.clear();
                Lines.add(batch, LogSource.STDOUT, Lines.timeOf(1), line, null);
                sink.write(batch);
                Arrays.fill(batch.array(), (byte) '#');
            }
        }
        try (LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING)) {
            assertEquals(List.of("one", "two", "six"), Lines.texts(reader));
        }
    }

    @Test
    void endsAReaderThatIsClosed() throws IOException {
        LogDriver driver = readable();
        write(driver, options(), Lines.numbered(0, 10));
        LogReader reader = driver.read(info(options()), LogQuery.EVERYTHING);
        reader.close();
        reader.close();
        assertFalse(reader.cursor().isEmpty());
    }

    private LogDriver readable() {
        LogDriver driver = newDriver();
        assumeTrue(driver.isReadable());
        return driver;
    }

    private void write(LogDriver driver, Map<String, String> options, LogBatch batch) throws IOException {
        try (LogSink sink = driver.open(info(options))) {
            sink.write(batch);
        }
    }
}
