package dev.gantry.spec;

import dev.gantry.api.oci.SpecMount;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.HostConfig;
import dev.gantry.spec.cdi.DeviceNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `linux` object: namespaces, control groups, devices, system calls, hidden paths.
final class LinuxSection {
    private final ControlGroups groups;
    private final Resources resources;
    private final Devices devices;
    private final Seccomp seccomp;

    LinuxSection(ControlGroups groups, Resources resources, Devices devices, Seccomp seccomp) {
        this.groups = groups;
        this.resources = resources;
        this.devices = devices;
        this.seccomp = seccomp;
    }

    /// @param brought nodes besides those that the container's configuration names
    /// @param user who the container's process runs as
    Map<String, Object> of(
            SpecRequest request, List<String> capabilities, List<DeviceNode> brought, Map<String, Object> user) {
        HostConfig host = request.host();
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("namespaces", NamespaceSection.of(request));
        section.put("cgroupsPath", groups.runtimePath(request.id(), host));
        Devices.Access access = devices.of(host);
        brought.forEach(node -> devices.bring(node, user, access));
        Map<String, Object> limits = resources.of(host);
        limits.put("devices", access.rules());
        section.put("resources", limits);
        section.put("devices", access.nodes());
        Object filter = seccomp.of(host, capabilities);
        if (filter != null) {
            section.put("seccomp", filter);
        }
        if (host.MaskedPaths() != null) {
            section.put("maskedPaths", host.MaskedPaths());
        }
        if (host.ReadonlyPaths() != null) {
            section.put("readonlyPaths", host.ReadonlyPaths());
        }
        String propagation = rootPropagation(request.mounts());
        if (!propagation.isEmpty()) {
            section.put("rootfsPropagation", propagation);
        }
        return section;
    }

    /// A shared or slave mount shows what happens outside only when the root lets it through.
    private static String rootPropagation(List<SpecMount> mounts) {
        String result = "";
        for (SpecMount mount : mounts) {
            switch (mount.propagation()) {
                case "shared", "rshared" -> {
                    return "shared";
                }
                case "slave", "rslave" -> result = "rslave";
                default -> {}
            }
        }
        return result;
    }

    Map<String, Object> resources(HostConfig host) {
        return resources.of(host);
    }
}
