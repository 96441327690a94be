package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the launcher must know of the settings before any bundle is there. Flags and file are judged by the config bundle; what
/// cannot be read counts as not set.
final class EarlySettings {
    private static final Path DEFAULT_EXEC_ROOT = Path.of("/var/run/docker");

    private final List<String> args;

    EarlySettings(List<String> args) {
        this.args = args;
    }

    /// The exec root, under which the framework keeps its files.
    Path execRoot() {
        String written = value("exec-root");
        return written == null ? DEFAULT_EXEC_ROOT : Path.of(written).toAbsolutePath();
    }

    /// Whether the daemon logs in JSON.
    boolean logsJson() {
        return "json".equals(value("log-format"));
    }

    /// The flag of that name, else the file's key of that name.
    private @Nullable String value(String name) {
        String flag = option("--" + name);
        if (flag != null) {
            return flag;
        }
        String file = option("--config-file");
        try {
            Path path = Path.of(file == null ? "/etc/docker/daemon.json" : file);
            if (Files.exists(path)
                    && Json.read(Files.readString(path)) instanceof Map<?, ?> json
                    && json.get(name) instanceof String written) {
                return written;
            }
        } catch (IOException | IllegalArgumentException e) {
            // The config bundle reads it again and says what is wrong.
        }
        return null;
    }

    private @Nullable String option(String name) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.startsWith(name + "=")) {
                return arg.substring(name.length() + 1);
            }
            if (arg.equals(name) && i + 1 < args.size()) {
                return args.get(i + 1);
            }
        }
        return null;
    }
}
