package dev.gantry.spec.cdi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `containerEdits`.
final class EditsReader {
    private static final Set<String> POINTS =
            Set.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");
    private static final Set<String> TYPES = Set.of("", "b", "c", "u", "p");

    /// The version of the format that what was read needs at least.
    private final Requirement requirement;

    EditsReader(Requirement requirement) {
        this.requirement = requirement;
    }

    /// @throws IllegalArgumentException with field and reason
    Edits read(@Nullable Fields fields) {
        if (fields == null) {
            return Edits.NONE;
        }
        List<String> environment = environment(fields);
        List<DeviceNode> nodes =
                fields.objects("deviceNodes").stream().map(this::node).toList();
        List<Map<String, Object>> mounts =
                fields.objects("mounts").stream().map(this::mount).toList();
        List<Hook> hooks = fields.objects("hooks").stream().map(this::hook).toList();
        List<Long> groups = fields.unsignedList("additionalGids");
        Map<String, Object> rdt = intelRdt(fields.object("intelRdt"));
        requirement.atLeast(7, !groups.isEmpty() || !rdt.isEmpty());
        fields.end();
        return new Edits(environment, nodes, mounts, hooks, groups, rdt);
    }

    private static List<String> environment(Fields fields) {
        List<String> environment = fields.texts("env");
        for (String entry : environment) {
            if (entry.indexOf('=') < 1) {
                throw fields.bad("env", "invalid environment variable \"" + entry + "\"");
            }
        }
        return environment;
    }

    private static String needed(Fields fields, String name) {
        String text = fields.text(name);
        if (text.isEmpty()) {
            throw fields.bad(name, "must not be empty");
        }
        return text;
    }

    private DeviceNode node(Fields fields) {
        String path = needed(fields, "path");
        String hostPath = fields.text("hostPath");
        requirement.atLeast(5, !hostPath.isEmpty());
        String type = fields.text("type");
        if (!TYPES.contains(type)) {
            throw fields.bad("type", "invalid device type \"" + type + "\"");
        }
        String permissions = fields.text("permissions");
        if (!permissions.matches("[rwm]*")) {
            throw fields.bad("permissions", "invalid permissions \"" + permissions + "\"");
        }
        Long major = fields.number("major");
        Long minor = fields.number("minor");
        DeviceNode node = new DeviceNode(
                path,
                hostPath.isEmpty() ? path : hostPath,
                type,
                major == null ? 0 : major,
                minor == null ? 0 : minor,
                fields.unsigned("fileMode"),
                permissions.isEmpty() ? "rwm" : permissions,
                fields.unsigned("uid"),
                fields.unsigned("gid"));
        fields.end();
        return node;
    }

    private Map<String, Object> mount(Fields fields) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("source", needed(fields, "hostPath"));
        mount.put("destination", needed(fields, "containerPath"));
        String type = fields.text("type");
        requirement.atLeast(4, !type.isEmpty());
        if (!type.isEmpty()) {
            mount.put("type", type);
        }
        mount.put("options", fields.texts("options"));
        fields.end();
        return mount;
    }

    private Hook hook(Fields fields) {
        String point = needed(fields, "hookName");
        if (!POINTS.contains(point)) {
            throw fields.bad("hookName", "invalid hook name \"" + point + "\"");
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", needed(fields, "path"));
        entry.put("args", fields.texts("args"));
        entry.put("env", new ArrayList<>(environment(fields)));
        Long timeout = fields.number("timeout");
        if (timeout != null) {
            entry.put("timeout", timeout);
        }
        fields.end();
        return new Hook(point, entry);
    }

    private static Map<String, Object> intelRdt(@Nullable Fields fields) {
        Map<String, Object> rdt = new LinkedHashMap<>();
        if (fields != null) {
            for (String name : List.of("closID", "l3CacheSchema", "memBwSchema")) {
                String text = fields.text(name);
                if (!text.isEmpty()) {
                    rdt.put(name, text);
                }
            }
            for (String name : List.of("enableCMT", "enableMBM")) {
                if (fields.flag(name)) {
                    rdt.put(name, true);
                }
            }
            fields.end();
        }
        return rdt;
    }
}
