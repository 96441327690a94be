package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a file and flags, and sees what becomes of them.
final class Operator {
    private final Path directory;
    private final Map<String, String> environment;

    Operator(Path directory) {
        this(directory, Map.of());
    }

    Operator(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    Merged says(byte[] file, String... flags) {
        try {
            Path path = Files.write(directory.resolve("daemon.json"), file);
            List<String> args = new ArrayList<>(List.of(flags));
            args.add("--config-file=" + path);
            return new Merge(new Options(), Arguments.parse(new Options(), args), environment).merge();
        } catch (UsageException e) {
            throw new IllegalArgumentException("U: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    DaemonConfig writes(String file, String... flags) {
        return says(file.getBytes(StandardCharsets.UTF_8), flags).config();
    }

    DaemonConfig passes(String... flags) {
        return writes("{}", flags);
    }

    List<String> isWarned(String file, String... flags) {
        return says(file.getBytes(StandardCharsets.UTF_8), flags).warnings();
    }

    /// The refusal; `F` stands for the file's own mistakes, `M` for those of file and flags together, `U` for the command line's.
    String isRefused(String file, String... flags) {
        String message = assertThrows(IllegalArgumentException.class, () -> writes(file, flags), file)
                .getMessage();
        return message.replace(
                        "unable to configure the Docker daemon with file " + directory.resolve("daemon.json") + ": ",
                        "F: ")
                .replace("merged configuration validation from file and command line flags failed: ", "M: ");
    }
}
