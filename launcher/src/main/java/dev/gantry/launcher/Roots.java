package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The exec root, under which the framework keeps its files. Only the launcher's own need is met here; flags and file are
/// judged by the config bundle.
final class Roots {
    private static final Path DEFAULT_EXEC_ROOT = Path.of("/var/run/docker");

    private Roots() {}

    /// The exec root that flags or file name, else Docker's.
    static Path execRoot(List<String> args) {
        String flag = option(args, "--exec-root");
        if (flag != null) {
            return Path.of(flag);
        }
        String file = option(args, "--config-file");
        try {
            Path path = Path.of(file == null ? "/etc/docker/daemon.json" : file);
            if (Files.exists(path)
                    && Json.read(Files.readString(path)) instanceof Map<?, ?> json
                    && json.get("exec-root") instanceof String root) {
                return Path.of(root);
            }
        } catch (IOException | IllegalArgumentException e) {
            // The config bundle reads it again and says what is wrong.
        }
        return DEFAULT_EXEC_ROOT;
    }

    private static @Nullable String option(List<String> args, String name) {
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
