package dev.gantry.logging.core.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file through which the successor of this bundle learns whom to wait for. It names the process: clients of another daemon do not
/// come back.
final class ClientHandover {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandover.class);

    private final Path file;
    private final String process;

    ClientHandover(Path file) {
        this.file = file;
        ProcessHandle self = ProcessHandle.current();
        process = self.pid() + " " + self.info().startInstant().orElse(null);
    }

    /// @param clients a line for each
    void give(List<String> clients) {
        if (clients.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file, process + "\n" + String.join("\n", clients));
        } catch (IOException e) {
            LOG.warn("attached clients may miss output: {}", e.toString());
        }
    }

    List<String> take() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            List<String> lines = Files.readAllLines(file);
            Files.delete(file);
            return !lines.isEmpty() && lines.getFirst().equals(process) ? lines.subList(1, lines.size()) : List.of();
        } catch (IOException e) {
            LOG.warn("attached clients may miss output: {}", e.toString());
            return List.of();
        }
    }
}
