package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills real processes that pump, under load, and looks for each line.
@Tag("machine")
@Timeout(300)
class KilledDaemonTest {
    private static final String ID = "dead".repeat(16);
    private static final int KILLS = Integer.getInteger("kills", 6);

    @TempDir
    Path directory;

    private final AtomicBoolean stop = new AtomicBoolean();

    /// Pumps until it is killed.
    public static void main(String[] arguments) throws Exception {
        Rig rig = rig(Path.of(arguments[0]));
        rig.streams.open(Rig.request(ID)).adopt(target(rig));
        System.out.println("pumping");
        // Whatever becomes of the test, not for ever.
        new CountDownLatch(1).await(5, TimeUnit.MINUTES);
    }

    private static Rig rig(Path directory) {
        Rig rig = new Rig(directory);
        rig.add("json-file", new JsonFileLogDriver(new RotatedLogFiles()));
        return rig;
    }

    private static LogTarget target(Rig rig) {
        return rig.target(ID, "json-file", Map.of("max-size", "50m", "max-file", "100"));
    }

    @Test
    void losesAndDoublesNoLine() throws Exception {
        Process daemon = startDaemon();
        Path fifo = directory.resolve("exec/containers").resolve(ID).resolve("init-stdout");
        try (OutputStream out = Files.newOutputStream(fifo);
                InputStream heldByTheShim = Files.newInputStream(fifo)) {
            CompletableFuture<Integer> process = CompletableFuture.supplyAsync(
                    () -> write(out), task -> Thread.ofPlatform().start(task));
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.MILLISECONDS.sleep(200 + kill * 7L);
                daemon.destroyForcibly().waitFor();
                daemon = startDaemon();
            }
            stop.set(true);
            int lines = process.get();
            daemon.destroyForcibly().waitFor();
            check(lines, out);
            assertTrue(heldByTheShim.available() >= 0);
        }
    }

    private void check(int lines, OutputStream out) throws IOException, InterruptedException {
        Rig rig = rig(directory);
        Streams streams = rig.streams.open(Rig.request(ID));
        streams.adopt(target(rig));
        out.close();
        streams.drain(Duration.ofSeconds(5));
        List<String> read = rig.read(target(rig));
        for (int i = 0; i < Math.min(lines, read.size()); i++) {
            assertEquals("line number " + i, read.get(i));
        }
        assertEquals(lines, read.size());
        System.out.println(KILLS + " kills, " + lines + " lines");
        rig.loop.close();
    }

    private Process startDaemon() throws IOException {
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDaemonTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals("pumping", daemon.inputReader().readLine());
        return daemon;
    }

    private int write(OutputStream out) {
        int number = 0;
        try {
            while (!stop.get()) {
                StringBuilder some = new StringBuilder();
                for (int i = 0; i < 23; i++) {
                    some.append("line number ").append(number++).append('\n');
                }
                out.write(some.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return number;
    }
}
