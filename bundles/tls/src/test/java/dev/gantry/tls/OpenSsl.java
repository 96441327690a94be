package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes keys and certificates as operators do.
final class OpenSsl {
    private OpenSsl() {}

    static void run(Path directory, String line) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        Process process = new ProcessBuilder(("/usr/bin/openssl " + line).split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assertEquals(0, process.waitFor(), line);
    }
}
