package dev.gantry.logging.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.testkit.logging.Lines;
import dev.gantry.testkit.logging.LogDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalLogDriverTest extends LogDriverContract {
    @Override
    protected LogDriver newDriver() {
        return new LocalLogDriver(new RotatedLogFiles());
    }

    @Override
    protected String name() {
        return "local";
    }

    @Override
    protected Map<String, String> rotatingOptions() {
        return Map.of("max-size", "8k", "max-file", "100");
    }

    @Test
    void writesDockersRecords() throws IOException {
        LogBatch batch = new LogBatch();
        Lines.add(batch, LogSource.STDERR, 1_700_000_000_000_000_001L, "hi", null);
        try (LogSink sink = newDriver().open(info(Map.of()))) {
            sink.write(batch);
        }
        byte[] expected = HexFormat.of()
                .parseHex("00000016" + "0a06737464657272" + "108180a8b1e39fe7cb17" + "1a026869" + "00000016");
        assertArrayEquals(expected, Files.readAllBytes(directory.resolve("local-logs/container.log")));
    }

    @Test
    void keepsAllThatIsKnownOfAPiece() throws IOException {
        Partial piece = new Partial("ab".repeat(32), 7, false);
        LogBatch batch = new LogBatch();
        Lines.add(batch, LogSource.STDOUT, 1, "", piece);
        try (LogSink sink = newDriver().open(info(Map.of()))) {
            sink.write(batch);
        }
        try (LogReader reader = newDriver().read(info(Map.of()), LogQuery.EVERYTHING)) {
            List<LogEntry> entries = Lines.entries(reader);
            assertEquals(piece, entries.getFirst().partial());
        }
    }

    @Test
    void cutsOffARecordThatAKilledDaemonHasLeftTorn() throws IOException {
        try (LogSink sink = newDriver().open(info(Map.of()))) {
            sink.write(Lines.numbered(0, 10));
        }
        Path file = directory.resolve("local-logs/container.log");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        try (LogSink sink = newDriver().open(info(Map.of()))) {
            sink.write(Lines.numbered(9, 1));
        }
        assertArrayEquals(whole, Files.readAllBytes(file));
    }

    @Test
    void refusesCompressionOfASingleFile() {
        EngineException refused =
                assertThrows(EngineException.class, () -> newDriver().open(info(Map.of("max-file", "1"))));
        assertTrue(refused.getMessage().contains("compression cannot be enabled"));
    }
}
