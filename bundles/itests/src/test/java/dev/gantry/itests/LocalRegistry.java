package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A docker-registry on loopback of the test's network.
final class LocalRegistry implements AutoCloseable {
    private static final int PORT = 5000;

    private final Process process;

    LocalRegistry(Path directory, TestNetwork network) throws IOException {
        Files.createDirectories(directory);
        Path config = Files.writeString(directory.resolve("config.yml"), """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s/data
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:%d
                """.formatted(directory, PORT));
        this.process = new ProcessBuilder(network.inside(List.of("docker-registry", "serve", config.toString())))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Eventually.holds(
                "the registry answers",
                () -> network.run("curl", "-sf", "http://" + name() + "/v2/").exit() == 0);
    }

    String name() {
        return "127.0.0.1:" + PORT;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
