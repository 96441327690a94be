package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A containerd of the test's own: socket, state and root in one directory.
final class PrivateContainerd implements AutoCloseable {
    private final Path directory;
    private final TestNetwork network;
    private Process process;

    PrivateContainerd(Path directory, TestNetwork network) throws IOException {
        this.directory = directory;
        this.network = network;
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                [grpc]
                  address = "%1$s/containerd.sock"
                """.formatted(directory));
        this.process = launch();
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(network.inside(List.of(
                        "containerd",
                        "--config",
                        directory.resolve("config.toml").toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("containerd.log").toFile()))
                .start();
        Eventually.holds(
                "containerd answers",
                () -> Command.run("ctr", "--address", socket().toString(), "version")
                                .exit()
                        == 0);
        return started;
    }

    Path socket() {
        return directory.resolve("containerd.sock");
    }

    Command.Result ctr(String... arguments) {
        List<String> command =
                new java.util.ArrayList<>(List.of("ctr", "--address", socket().toString(), "--namespace", "moby"));
        command.addAll(List.of(arguments));
        return Command.run(command, java.util.Map.of(), new byte[0]);
    }

    /// Ends it without any chance to clean up, as a crash does.
    void crash() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Starts it again on the same state.
    void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws InterruptedException {
        for (String task : ctr("tasks", "ls", "-q").out().lines().toList()) {
            ctr("tasks", "kill", "-s", "SIGKILL", task);
            ctr("tasks", "delete", "--force", task);
        }
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
