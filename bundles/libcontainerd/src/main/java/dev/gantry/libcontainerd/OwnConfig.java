package dev.gantry.libcontainerd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration file of our own containerd.
final class OwnConfig {
    private static final String CRI = "io.containerd.grpc.v1.cri";
    private static final List<String> UNUSED = List.of(
            "io.containerd.snapshotter.v1.aufs",
            "io.containerd.snapshotter.v1.btrfs",
            "io.containerd.snapshotter.v1.devmapper",
            "io.containerd.snapshotter.v1.zfs",
            "io.containerd.tracing.processor.v1.otlp");

    private OwnConfig() {}

    /// What we change of containerd's defaults: places, plug-ins that are slow to start (and the one for Kubernetes, which opens
    /// a port, unless it is wanted), the log, and the protection from the kernel's memory killer that dockerd's unit gives.
    static String of(Settings settings) {
        List<String> disabled = new ArrayList<>(UNUSED);
        if (!settings.kubernetes()) {
            disabled.addFirst(CRI);
        }
        return """
                version = 2
                root = %s
                state = %s
                oom_score = -500
                disabled_plugins = [%s]

                [grpc]
                  address = %s
                  uid = 0
                  gid = 0

                [debug]
                  level = %s
                  format = %s
                """.formatted(
                        quoted(settings.dataRoot().resolve("containerd/daemon")),
                        quoted(settings.runDirectory().resolve("daemon")),
                        disabled.stream().map(OwnConfig::quoted).collect(Collectors.joining(", ")),
                        quoted(settings.ownAddress()),
                        quoted(settings.log().level()),
                        quoted(settings.log().format()));
    }

    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    /// A basic string of TOML.
    static String quoted(String text) {
        StringBuilder result = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                result.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f) {
                result.append("\\u%04x".formatted(c));
            } else {
                result.append((char) c);
            }
        });
        return result.append('"').toString();
    }
}
