package dev.gantry.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A containerd of the test's own: socket, state and root in one directory.
final class PrivateContainerd implements AutoCloseable {
    private final Path directory;
    private final Process process;

    private PrivateContainerd(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("config.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                [grpc]
                  address = "%1$s/c.sock"
                """.formatted(directory));
        process = new ProcessBuilder(
                        "containerd",
                        "--config",
                        directory.resolve("config.toml").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    static PrivateContainerd start() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/containerd")), "needs containerd");
        return new PrivateContainerd(Files.createTempDirectory("gimg"));
    }

    Path directory() {
        return directory;
    }

    Path socket() {
        return directory.resolve("c.sock");
    }

    /// The output of `ctr` in our namespace.
    List<String> ctr(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ctr", "--address", socket().toString(), "--namespace", "moby"));
        command.addAll(List.of(arguments));
        Process ctr = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(ctr.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
                .start()
                .onExit()
                .join();
    }
}
