package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.spec.cdi.Hook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private static Map<String, Object> mount(String place, String source) {
        return Map.of("destination", place, "source", source);
    }

    private static List<String> shown(List<Map<String, Object>> mounts) {
        return mounts.stream()
                .map(mount -> mount.get("destination") + "<" + mount.get("source"))
                .toList();
    }

    @Test
    void aDevicesMountReplacesADefaultButNotAUsers() {
        List<Map<String, Object>> own = List.of(
                mount("/proc", "proc"), mount("/dev", "tmpfs"), mount("/dev/shm", "shm"), mount("/data", "mine"));
        List<Map<String, Object>> brought = List.of(
                mount("/opt/a/b", "b"), mount("/dev/shm/", "theirs"), mount("/data", "theirs"), mount("/opt", "o"));
        assertEquals(
                List.of("/proc<proc", "/dev<tmpfs", "/data<mine", "/opt<o", "/dev/shm/<theirs", "/opt/a/b<b"),
                shown(Injection.mounts(own, brought, Set.of("/data"))));
        assertEquals(shown(own), shown(Injection.mounts(own, List.of(), Set.of())));
    }

    @Test
    void groupsAddUp() {
        Map<String, Object> user = Map.of("uid", 1000, "gid", 7, "additionalGids", List.of(7, 8));
        assertEquals(
                Map.of("uid", 1000, "gid", 7, "additionalGids", List.of(7L, 8L, 44L)),
                Injection.user(user, List.of(0L, 44L, 8L)));
    }

    @Test
    void hooksStandAtTheirPoint() {
        Map<String, Object> a = Map.of("path", "/a");
        Map<String, Object> b = Map.of("path", "/b");
        assertEquals(
                Map.of("prestart", List.of(b), "poststop", List.of(a, b)),
                Injection.hooks(List.of(new Hook("poststop", a), new Hook("prestart", b), new Hook("poststop", b))));
    }
}
