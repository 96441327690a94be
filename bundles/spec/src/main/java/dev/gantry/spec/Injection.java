package dev.gantry.spec;

import dev.gantry.spec.cdi.Hook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts what devices bring among what the specification has without them.
final class Injection {
    private Injection() {}

    /// The `hooks` object.
    static Map<String, List<Map<String, Object>>> hooks(List<Hook> hooks) {
        Map<String, List<Map<String, Object>>> byPoint = new TreeMap<>();
        hooks.forEach(hook ->
                byPoint.computeIfAbsent(hook.point(), _ -> new ArrayList<>()).add(hook.entry()));
        return byPoint;
    }

    /// A device's mount replaces one that every container has at its place, but none that the user wants there.
    ///
    /// @param users places of the user's mounts
    static List<Map<String, Object>> mounts(
            List<Map<String, Object>> own, List<Map<String, Object>> brought, Set<String> users) {
        List<Map<String, Object>> all = new ArrayList<>(own);
        for (Map<String, Object> mount : brought) {
            String place = destination(mount);
            if (!users.contains(place)) {
                all.removeIf(other -> destination(other).equals(place));
                all.add(mount);
            }
        }
        if (!brought.isEmpty()) {
            all.sort(
                    Comparator.comparingInt(mount -> Path.of(destination(mount)).getNameCount()));
        }
        return all;
    }

    private static String destination(Map<String, Object> mount) {
        return Path.of("/", String.valueOf(mount.get("destination")))
                .normalize()
                .toString();
    }

    /// The `user` object with more groups.
    static Map<String, Object> user(@Nullable Object user, List<Long> groups) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (user instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> result.put(String.valueOf(name), value));
        }
        Set<Long> all = new LinkedHashSet<>();
        if (result.get("additionalGids") instanceof List<?> own) {
            own.forEach(group -> all.add(((Number) group).longValue()));
        }
        groups.stream().filter(group -> group != 0).forEach(all::add);
        result.put("additionalGids", List.copyOf(all));
        return result;
    }
}
