package dev.gantry.libcontainerd;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Validated settings of this bundle.
///
/// @param address socket of a containerd that others run; null to use the system's when it answers, else our own
/// @param systemAddress where the system's containerd listens
/// @param namespace containerd's namespace for all that we do
/// @param dataRoot the engine's persistent directory; our own containerd's goes below it
/// @param execRoot the engine's run-time directory; our own containerd's socket, pid file and state go below it
/// @param log of our own containerd
/// @param kubernetes whether our own containerd serves Kubernetes, too
/// @param snapshotter used unless another is asked for
record Settings(
        @Nullable Path address,
        Path systemAddress,
        String namespace,
        Path dataRoot,
        Path execRoot,
        Log log,
        boolean kubernetes,
        String snapshotter) {
    static final Path SYSTEM_ADDRESS = Path.of("/run/containerd/containerd.sock");

    /// How a containerd logs.
    ///
    /// @param level panic, fatal, error, warn, info, debug or trace
    /// @param format text or json
    record Log(String level, String format) {
        static final Log USUAL = new Log("info", "text");
    }

    /// Reads the configuration's properties; absent ones have Docker's defaults.
    static Settings of(Map<String, Object> properties) {
        String address = text(properties, "containerd", "");
        return new Settings(
                address.isEmpty() ? null : Path.of(address.startsWith("unix://") ? address.substring(7) : address),
                SYSTEM_ADDRESS,
                text(properties, "containerd-namespace", "moby"),
                Path.of(text(properties, "data-root", "/var/lib/docker")),
                Path.of(text(properties, "exec-root", "/var/run/docker")),
                log(properties),
                isTrue(properties, "cri-containerd"),
                text(properties, "storage-driver", "overlayfs"));
    }

    private static Log log(Map<String, Object> properties) {
        String level = isTrue(properties, "debug") ? "debug" : text(properties, "log-level", Log.USUAL.level());
        return new Log(level.toLowerCase(Locale.ROOT), text(properties, "log-format", Log.USUAL.format()));
    }

    private static boolean isTrue(Map<String, Object> properties, String key) {
        return Boolean.parseBoolean(text(properties, key, "false"));
    }

    private static String text(Map<String, Object> properties, String key, String fallback) {
        Object value = properties.get(key);
        String text = value == null ? "" : value.toString();
        return text.isEmpty() ? fallback : text;
    }

    Settings withLog(Log other) {
        return new Settings(address, systemAddress, namespace, dataRoot, execRoot, other, kubernetes, snapshotter);
    }

    /// Directory of our own containerd's socket, pid file, configuration and log, and of what we remember of its events.
    Path runDirectory() {
        return execRoot.resolve("containerd");
    }

    /// Socket of our own containerd.
    Path ownAddress() {
        return runDirectory().resolve("containerd.sock");
    }
}
