package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.launch.Framework;

@Timeout(20)
class ExitTest {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Framework framework = (Framework)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Framework.class}, (_, method, _) -> {
                if (method.getName().equals("stop")) {
                    stopped.countDown();
                }
                return null;
            });
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Exit exit = new Exit(framework, log(true), halts::add);

    private ProcessLog log(boolean json) {
        return new ProcessLog(json, new PrintStream(said, true, StandardCharsets.UTF_8), () -> Instant.EPOCH);
    }

    @Test
    void theFirstSignalStopsInOrderWithStatusZero() throws InterruptedException {
        exit.signalled(SIGTERM);
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
        assertEquals(0, exit.status());
    }

    @Test
    void threeSignalsAreAbsorbedAndTheFourthForcesTheExit() {
        for (int i = 0; i < 3; i++) {
            exit.signalled(SIGTERM);
            assertEquals(List.of(), halts);
        }
        exit.signalled(SIGINT);
        assertEquals(List.of(130), halts);
    }

    @Test
    void theForcedExitIsALineOfTheDaemonsLog() {
        for (int i = 0; i < 4; i++) {
            exit.signalled(SIGTERM);
        }
        Map<?, ?> line = (Map<?, ?>) Json.read(said.toString(StandardCharsets.UTF_8));
        assertEquals("Forcing docker daemon shutdown without cleanup; 3 interrupts received", line.get("msg"));
        assertEquals("warning", line.get("level"));
        assertEquals(
                Instant.EPOCH, OffsetDateTime.parse((String) line.get("time")).toInstant());
    }

    @Test
    void linesAreTextUnlessTheLogIsJson() {
        log(false).error("a \"b\"\n\\");
        String line = said.toString(StandardCharsets.UTF_8);
        assertTrue(line.startsWith("time=\""), line);
        assertTrue(
                line.endsWith(
                        "000000000" + zone() + "\" level=error msg=\"a \\\"b\\\"\\n\\\\\"" + System.lineSeparator()),
                line);
    }

    private static String zone() {
        return ZoneId.systemDefault().getRules().getOffset(Instant.EPOCH).getId();
    }

    @Test
    void flagAndFileSayWhichFormTheLogHas(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("daemon.json"), "{\"log-format\": \"json\"}");
        assertTrue(new EarlySettings(List.of("--config-file", file.toString())).logsJson());
        assertTrue(new EarlySettings(List.of("--config-file", "/nowhere", "--log-format=json")).logsJson());
        assertFalse(new EarlySettings(List.of("--config-file", "/nowhere")).logsJson());
    }

    @Test
    void aFailedStartEndsWithOneAlsoWhenASignalFollows() {
        exit.with(1);
        exit.signalled(SIGTERM);
        assertEquals(1, exit.status());
    }
}
