package dev.gantry.lib.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class DaemonLogTest {
    private final Logger logger = new LoggerContext().getLogger("dev.gantry.test");

    @Test
    void writesTextLinesAsDockerDoes() {
        ILoggingEvent event = event(Level.WARN, "no such \"thing\"", null);
        String line = new TextFormat().line(event);
        assertTrue(line.matches("time=\"\\S+\" level=warning msg=\"no such \\\\\"thing\\\\\"\" container=4f1c"), line);
    }

    @Test
    void writesNineDigitsOfASecond() {
        assertTrue(Fields.time(event(Level.INFO, "x", null)).matches(".*:05\\.600000000(Z|[+-]\\d\\d:\\d\\d)"));
    }

    @Test
    void leavesPlainWordsBare() {
        assertEquals("unix:///x", TextFormat.quoted("unix:///x").replace("\"", ""));
        assertEquals("started", TextFormat.quoted("started"));
    }

    @Test
    void writesJsonWithSortedNames() {
        String line = new JsonFormat().line(event(Level.INFO, "up\n", new IllegalStateException("why")));
        assertTrue(line.startsWith("{\"container\":\"4f1c\",\"error\":\"java.lang.IllegalStateException: why\""), line);
        assertTrue(line.contains("\"level\":\"info\",\"msg\":\"up\\n\",\"time\":\""), line);
    }

    @Test
    void putsDebugBeforeTheNamedLevel() {
        assertEquals(Level.DEBUG, DaemonLog.level(Map.of("debug", true, "log-level", "error")));
        assertEquals(Level.ERROR, DaemonLog.level(Map.of("log-level", "ERROR")));
        assertEquals(Level.INFO, DaemonLog.level(Map.of()));
    }

    @Test
    void everyNameOfALevelInAnyCase() {
        Map<String, Level> levels = Map.of(
                "panic", Level.OFF,
                "FATAL", Level.OFF,
                "error", Level.ERROR,
                "Warn", Level.WARN,
                "info", Level.INFO,
                "debug", Level.DEBUG,
                "trace", Level.TRACE);
        levels.forEach((name, level) -> assertEquals(level, DaemonLog.level(Map.of("log-level", name)), name));
    }

    @Test
    void levelAndFormatChangeWhileLinesAreWritten() throws Exception {
        LineEncoder encoder = new LineEncoder();
        ILoggingEvent event = event(Level.INFO, "x", null);
        AtomicBoolean end = new AtomicBoolean();
        Thread switching = Thread.ofVirtual().start(() -> {
            while (!end.get()) {
                encoder.use(new JsonFormat(), false);
                encoder.use(new TextFormat(), false);
            }
        });
        for (int i = 0; i < 2000; i++) {
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            assertTrue(line.endsWith("\n"), line);
            assertTrue(line.startsWith("time=\"") || line.startsWith("{\"container\":") && line.endsWith("}\n"), line);
        }
        end.set(true);
        switching.join();
    }

    @Test
    void usesColourOnlyOnATerminalThatMayHaveIt() {
        assertInstanceOf(TerminalFormat.class, DaemonLog.format(Map.of(), true));
        assertInstanceOf(TextFormat.class, DaemonLog.format(Map.of("raw-logs", true), true));
        assertInstanceOf(TextFormat.class, DaemonLog.format(Map.of(), false));
        assertInstanceOf(JsonFormat.class, DaemonLog.format(Map.of("log-format", "json"), true));
    }

    private ILoggingEvent event(Level level, String message, Throwable failure) {
        LoggingEvent event = new LoggingEvent("test", logger, level, message, failure, null);
        event.setInstant(Instant.parse("2025-01-02T03:04:05.6Z"));
        event.addKeyValuePair(new KeyValuePair("container", "4f1c"));
        return event;
    }
}
