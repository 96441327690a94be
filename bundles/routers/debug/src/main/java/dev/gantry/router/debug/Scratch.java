package dev.gantry.router.debug;

import dev.gantry.api.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory for one dump, for the daemon's eyes only; gone with what is in it when it is closed.
final class Scratch implements AutoCloseable {
    private final Path directory;

    Scratch(Path parent) throws IOException {
        // Made with mode 0700.
        directory = Files.createTempDirectory(parent, "debug-");
    }

    /// The one file; not there yet.
    Path file() {
        return directory.resolve("dump");
    }

    void send(Exchange exchange, String contentType) throws IOException {
        try (OutputStream out = exchange.startStream(200, contentType)) {
            Files.copy(file(), out);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file());
        Files.deleteIfExists(directory);
    }
}
