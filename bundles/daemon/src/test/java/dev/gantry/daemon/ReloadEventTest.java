package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.config.Configured;
import dev.gantry.api.config.Effect;
import dev.gantry.api.config.Origin;
import dev.gantry.api.config.Setting;
import dev.gantry.api.event.Event;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReloadEventTest {
    private static Setting setting(String key, Object value) {
        return new Setting(key, value, Origin.DEFAULT, Effect.APPLIED);
    }

    @Test
    void theReloadEventCarriesTheEffectiveConfiguration() {
        List<Setting> settings = List.of(
                setting("debug", true),
                setting("features", List.of("buildkit=true")),
                setting("labels", List.of("a=b", "c=\"d\"")),
                setting("runtimes", List.of("crun={\"path\":\"/usr/bin/crun\"}")),
                setting("shutdown-timeout", 15L),
                setting("tls-decided", false));
        Configured configured = (Configured) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configured.class}, (_, _, _) -> settings);
        Event event = ReloadEvent.of("id", configured);
        Map<String, String> attributes = new TreeMap<>(event.attributes());
        assertEquals(HostName.read(), attributes.remove("name"));
        assertEquals(
                Map.of(
                        "debug", "true",
                        "features", "map[buildkit:true]",
                        "labels", "[\"a=b\",\"c=\\\"d\\\"\"]",
                        "runtimes", "crun:/usr/bin/crun",
                        "shutdown-timeout", "15"),
                attributes);
    }
}
