package dev.gantry.images;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A real docker-registry on loopback.
final class LocalRegistry implements AutoCloseable {
    private final Process process;
    private final int port;

    LocalRegistry(Path directory) throws IOException {
        this(directory, "");
    }

    /// @param more lines of its configuration
    LocalRegistry(Path directory, String more) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(program()), "needs docker-registry");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(directory);
        Path config = Files.writeString(directory.resolve("config.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: true}}
                http: {addr: "127.0.0.1:%d"}
                %s
                """.formatted(directory, port, more));
        process = new ProcessBuilder(program().toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        awaitPort();
    }

    /// Wherever the machine has it.
    private static Path program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "docker-registry"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/bin/docker-registry"));
    }

    private void awaitPort() throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
