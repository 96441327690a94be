package dev.gantry.logging.core.streams;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rough figure, not a benchmark: short lines from a fifo into json-file. `-Dmegabytes=1000` for a longer run.
@Tag("machine")
class ThroughputTest {
    private static final int MEGABYTES = Integer.getInteger("megabytes", 200);

    @TempDir
    Path directory;

    @Test
    void takesFiftyMegabytesOfShortLinesASecond() throws Exception {
        Rig rig = new Rig(directory);
        rig.add("json-file", new JsonFileLogDriver(new RotatedLogFiles()));
        run(rig, "warm", 50);
        double rate = run(rig, "timed", MEGABYTES);
        System.out.printf("%.0f MB/s of 64-byte lines into json-file%n", rate);
        assertTrue(rate > 50, rate + " MB/s");
        rig.loop.close();
    }

    private static double run(Rig rig, String name, int megabytes) throws Exception {
        String id = name.repeat(8);
        LogTarget target = rig.target(id, "json-file", Map.of("max-size", "100m", "max-file", "2"));
        Streams streams = rig.streams.open(Rig.request(id));
        StdioPaths paths = streams.start(target);
        byte[] lines = ("a line as programs write them, with sixty-three characters, hm\n")
                .repeat(512)
                .getBytes(StandardCharsets.US_ASCII);
        long begin = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(paths.stdout())) {
            for (long written = 0; written < megabytes * 1_000_000L; written += lines.length) {
                out.write(lines);
            }
        }
        assertTrue(streams.drain(Duration.ofSeconds(30)));
        return megabytes * 1e9 / (System.nanoTime() - begin);
    }
}
