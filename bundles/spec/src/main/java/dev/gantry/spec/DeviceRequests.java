package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.DeviceRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Wishes for devices by capability (`--gpus`), served by the vendors' programs that this machine has.
final class DeviceRequests {
    private static final String NVIDIA_HOOK = "nvidia-container-runtime-hook";
    private static final String AMD_RUNTIME = "amd-container-runtime";
    private static final Set<String> NVIDIA_FUNCTIONS =
            Set.of("compute", "compat32", "graphics", "utility", "video", "display");

    private final @Nullable Path nvidia;
    private final @Nullable Path amd;

    /// @param searchPath directories of programs
    DeviceRequests(List<Path> searchPath) {
        this.nvidia = program(searchPath, NVIDIA_HOOK);
        this.amd = program(searchPath, AMD_RUNTIME);
    }

    /// What a container gets for its wishes.
    ///
    /// @param environment `KEY=value`
    /// @param hooks that the OCI runtime runs before the container's process
    record Grant(List<String> environment, List<Map<String, Object>> hooks) {}

    private static @Nullable Path program(List<Path> searchPath, String name) {
        return searchPath.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /// @throws EngineException INVALID_PARAMETER when nothing here serves a wish
    Grant of(List<DeviceRequest> requests) {
        Grant grant = new Grant(new ArrayList<>(), new ArrayList<>());
        requests.forEach(request -> serve(request, grant));
        return grant;
    }

    private void serve(DeviceRequest request, Grant grant) {
        String driver = request.Driver();
        if (nvidia != null && (driver.isEmpty() || driver.equals("nvidia"))) {
            List<String> selected = selected(request, "nvidia");
            if (selected != null) {
                grantNvidia(request, selected, nvidia, grant);
                return;
            }
        }
        if (amd != null && (driver.isEmpty() || driver.equals("amd")) && selected(request, "amd") != null) {
            grant.environment.add("AMD_VISIBLE_DEVICES=" + visible(request));
            return;
        }
        throw EngineException.invalidParameter("could not select device driver \"" + driver + "\" with capabilities: "
                + Absent.list(request.Capabilities()).stream()
                        .map(all -> "[" + String.join(" ", all) + "]")
                        .collect(Collectors.joining(" ", "[", "]")));
    }

    /// The first list of capabilities that the vendor has all of; null for none.
    private static @Nullable List<String> selected(DeviceRequest request, String vendor) {
        Set<String> known = new HashSet<>(Set.of("gpu", vendor));
        if (vendor.equals("nvidia")) {
            known.addAll(NVIDIA_FUNCTIONS);
        }
        return Absent.list(request.Capabilities()).stream()
                .filter(known::containsAll)
                .findFirst()
                .orElse(null);
    }

    private static void grantNvidia(DeviceRequest request, List<String> selected, Path hook, Grant grant) {
        grant.environment.add("NVIDIA_VISIBLE_DEVICES=" + visible(request));
        String functions = selected.stream().filter(NVIDIA_FUNCTIONS::contains).collect(Collectors.joining(","));
        if (!functions.isEmpty()) {
            grant.environment.add("NVIDIA_DRIVER_CAPABILITIES=" + functions);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", hook.toString());
        entry.put("args", List.of(NVIDIA_HOOK, "prestart"));
        entry.put("env", List.of("PATH=" + System.getenv().getOrDefault("PATH", "")));
        grant.hooks.add(entry);
    }

    private static String visible(DeviceRequest request) {
        List<String> ids = Absent.list(request.DeviceIDs());
        int count = request.Count();
        if (count != 0 && !ids.isEmpty()) {
            throw EngineException.invalidParameter("cannot set both Count and DeviceIDs on device request");
        }
        if (!ids.isEmpty()) {
            return String.join(",", ids);
        }
        if (count < 0) {
            return "all";
        }
        return count == 0
                ? "void"
                : IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
