package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.DeviceRequest;
import dev.gantry.spec.cdi.CdiDevices;
import dev.gantry.spec.cdi.Edits;
import dev.gantry.spec.cdi.Hook;
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

/// Wishes for devices: by capability (`--gpus`), served by the vendors' programs that this machine has, and by the names that
/// vendors have given them in files.
final class DeviceRequests {
    private static final String NVIDIA_HOOK = "nvidia-container-runtime-hook";
    private static final String AMD_RUNTIME = "amd-container-runtime";
    private static final Set<String> NVIDIA_FUNCTIONS =
            Set.of("compute", "compat32", "graphics", "utility", "video", "display");

    private final @Nullable Path nvidia;
    private final @Nullable Path amd;
    private final CdiDevices cdi;

    /// @param searchPath directories of programs
    /// @param cdi what vendors have described in files
    DeviceRequests(List<Path> searchPath, CdiDevices cdi) {
        this.cdi = cdi;
        this.nvidia = program(searchPath, NVIDIA_HOOK);
        this.amd = program(searchPath, AMD_RUNTIME);
    }

    private static @Nullable Path program(List<Path> searchPath, String name) {
        return searchPath.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /// What a container gets for its wishes.
    ///
    /// @throws EngineException INVALID_PARAMETER when nothing here serves a wish
    Edits of(List<DeviceRequest> requests) {
        Edits all = Edits.NONE;
        for (DeviceRequest request : requests) {
            all = all.with(serve(request));
        }
        return all;
    }

    private Edits serve(DeviceRequest request) {
        String driver = request.Driver();
        if (driver.equals("cdi") && !cdi.isOff()) {
            return described(request);
        }
        if (nvidia != null && (driver.isEmpty() || driver.equals("nvidia"))) {
            List<String> selected = selected(request, "nvidia");
            if (selected != null) {
                return byNvidia(request, selected, nvidia);
            }
        }
        if (amd != null && (driver.isEmpty() || driver.equals("amd")) && selected(request, "amd") != null) {
            return edits(List.of("AMD_VISIBLE_DEVICES=" + visible(request)), List.of());
        }
        throw EngineException.invalidParameter("could not select device driver \"" + driver + "\" with capabilities: "
                + Absent.list(request.Capabilities()).stream()
                        .map(all -> "[" + String.join(" ", all) + "]")
                        .collect(Collectors.joining(" ", "[", "]")));
    }

    private Edits described(DeviceRequest request) {
        if (request.Count() != 0) {
            throw EngineException.invalidParameter("unexpected count in CDI device request");
        }
        if (!Absent.map(request.Options()).isEmpty()) {
            throw EngineException.invalidParameter("unexpected options in CDI device request");
        }
        return cdi.edits(Absent.list(request.DeviceIDs()));
    }

    private static Edits edits(List<String> environment, List<Hook> hooks) {
        return new Edits(environment, List.of(), List.of(), hooks, List.of(), Map.of());
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

    private static Edits byNvidia(DeviceRequest request, List<String> selected, Path hook) {
        List<String> environment = new ArrayList<>();
        environment.add("NVIDIA_VISIBLE_DEVICES=" + visible(request));
        String functions = selected.stream().filter(NVIDIA_FUNCTIONS::contains).collect(Collectors.joining(","));
        if (!functions.isEmpty()) {
            environment.add("NVIDIA_DRIVER_CAPABILITIES=" + functions);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", hook.toString());
        entry.put("args", List.of(NVIDIA_HOOK, "prestart"));
        entry.put("env", List.of("PATH=" + System.getenv().getOrDefault("PATH", "")));
        return edits(environment, List.of(new Hook("prestart", entry)));
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
