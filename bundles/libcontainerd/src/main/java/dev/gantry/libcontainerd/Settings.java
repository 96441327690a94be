package dev.gantry.libcontainerd;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Validated settings of this bundle.
///
/// @param address socket of a containerd that others run; null to use the system's when it answers, else our own
/// @param systemAddress where the system's containerd listens
/// @param namespace containerd's namespace for all that we do
/// @param dataRoot the engine's persistent directory; our own containerd's goes below it
/// @param execRoot the engine's run-time directory; our own containerd's socket, pid file and state go below it
/// @param logLevel of our own containerd
/// @param snapshotter used unless another is asked for
record Settings(
        @Nullable Path address,
        Path systemAddress,
        String namespace,
        Path dataRoot,
        Path execRoot,
        String logLevel,
        String snapshotter) {
    static final Path SYSTEM_ADDRESS = Path.of("/run/containerd/containerd.sock");

    /// Reads the configuration's properties; absent ones have Docker's defaults.
    static Settings of(Map<String, Object> properties) {
        String address = text(properties, "containerd", "");
        return new Settings(
                address.isEmpty() ? null : Path.of(address.startsWith("unix://") ? address.substring(7) : address),
                SYSTEM_ADDRESS,
                text(properties, "containerd-namespace", "moby"),
                Path.of(text(properties, "data-root", "/var/lib/docker")),
                Path.of(text(properties, "exec-root", "/var/run/docker")),
                text(properties, "log-level", "info"),
                text(properties, "storage-driver", "overlayfs"));
    }

    private static String text(Map<String, Object> properties, String key, String fallback) {
        Object value = properties.get(key);
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? fallback : text;
    }

    /// Directory of our own containerd's socket, pid file, configuration and log.
    Path runDirectory() {
        return execRoot.resolve("containerd");
    }

    /// Socket of our own containerd.
    Path ownAddress() {
        return runDirectory().resolve("containerd.sock");
    }
}
