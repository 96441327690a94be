package dev.gantry.spec;

import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.HostConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `linux.namespaces` array: which namespaces are new, which are joined; those left out are the host's.
final class NamespaceSection {
    private NamespaceSection() {}

    static List<Map<String, Object>> of(SpecRequest request) {
        HostConfig host = request.host();
        List<Map<String, Object>> result = new ArrayList<>();
        result.add(entry("mount", null));
        if (request.joined().network() != null) {
            result.add(entry("network", request.joined().network()));
        }
        if (!host.UTSMode().equals("host")) {
            result.add(entry("uts", null));
        }
        if (!host.PidMode().equals("host")) {
            result.add(entry("pid", request.joined().pid()));
        }
        if (!host.IpcMode().equals("host")) {
            result.add(entry("ipc", request.joined().ipc()));
        }
        if (host.CgroupnsMode().equals("private")) {
            result.add(entry("cgroup", null));
        }
        return result;
    }

    private static Map<String, Object> entry(String type, @Nullable Path path) {
        return path == null ? Map.of("type", type) : Map.of("type", type, "path", path.toString());
    }
}
