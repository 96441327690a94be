package dev.gantry.logging.core.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file through which the successor of this bundle learns what it left. It names the process: neither clients nor descriptors of
/// another daemon come back.
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Path file;
    private final String process;
    private final String loss;

    /// @param loss what is to be feared without the file
    Handover(Path file, String loss) {
        this.file = file;
        this.loss = loss;
        ProcessHandle self = ProcessHandle.current();
        process = self.pid() + " " + self.info().startInstant().orElse(null);
    }

    void give(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file, process + "\n" + String.join("\n", lines));
        } catch (IOException e) {
            LOG.warn("{}: {}", loss, e.toString());
        }
    }

    /// Once; empty when nothing was left.
    List<String> take() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            List<String> lines = Files.readAllLines(file);
            Files.delete(file);
            return !lines.isEmpty() && lines.getFirst().equals(process) ? lines.subList(1, lines.size()) : List.of();
        } catch (IOException e) {
            LOG.warn("{}: {}", loss, e.toString());
            return List.of();
        }
    }
}
