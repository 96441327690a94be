package dev.gantry.spec.cdi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a device changes in a container's OCI specification.
///
/// @param environment `KEY=value`
/// @param mounts as the OCI specification has them
/// @param groups more groups of the container's process
/// @param intelRdt the OCI specification's object of that name; empty for none
public record Edits(
        List<String> environment,
        List<DeviceNode> nodes,
        List<Map<String, Object>> mounts,
        List<Hook> hooks,
        List<Long> groups,
        Map<String, Object> intelRdt) {
    /// Changes nothing.
    public static final Edits NONE = new Edits(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    /// Copies the collections.
    public Edits {
        environment = List.copyOf(environment);
        nodes = List.copyOf(nodes);
        mounts = List.copyOf(mounts);
        hooks = List.copyOf(hooks);
        groups = List.copyOf(groups);
        intelRdt = Map.copyOf(intelRdt);
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    /// These, then `next`.
    public Edits with(Edits next) {
        Map<String, Object> rdt = new LinkedHashMap<>(intelRdt);
        rdt.putAll(next.intelRdt);
        return new Edits(
                joined(environment, next.environment),
                joined(nodes, next.nodes),
                joined(mounts, next.mounts),
                joined(hooks, next.hooks),
                joined(groups, next.groups),
                rdt);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
