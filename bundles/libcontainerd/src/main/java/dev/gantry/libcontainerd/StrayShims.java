package dev.gantry.libcontainerd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shims that containerd has lost sight of: when its client dies while a task is being made, containerd gives the task up, but
/// the shim may have gone on, and would wait for ever.
final class StrayShims {
    private static final Logger LOG = LoggerFactory.getLogger(StrayShims.class);

    private StrayShims() {}

    /// Kills the shim of a container, and what it holds. For containers that containerd knows no task of.
    static void end(String namespace, String id, Path address) {
        ProcessHandle.allProcesses()
                .filter(process -> isShimOf(command(process.pid()), namespace, id, address.toString()))
                .forEach(shim -> {
                    LOG.info("killing a shim that containerd has lost pid={} container={}", shim.pid(), id);
                    shim.descendants().forEach(ProcessHandle::destroyForcibly);
                    shim.destroyForcibly();
                });
    }

    private static List<String> command(long pid) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(text, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    static boolean isShimOf(List<String> command, String namespace, String id, String address) {
        return !command.isEmpty()
                && command.getFirst().contains("containerd-shim")
                && has(command, "-namespace", namespace)
                && has(command, "-id", id)
                && has(command, "-address", address);
    }

    private static boolean has(List<String> command, String flag, String value) {
        return Collections.indexOfSubList(command, List.of(flag, value)) > 0;
    }
}
