package dev.gantry.router.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Effect;
import dev.gantry.api.config.Origin;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.Setting;
import dev.gantry.api.config.SettingChange;
import dev.gantry.api.error.EngineException;
import dev.gantry.testkit.http.FakeExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigRouterTest {
    private final ConfigRouter router = new ConfigRouter();
    private final List<String> calls = new ArrayList<>();

    private final class FakeConfigured implements Configured {
        @Override
        public DaemonConfig current() {
            return new DaemonConfig(Map.of());
        }

        @Override
        public List<Setting> settings() {
            return List.of(new Setting("debug", true, Origin.RELOAD, Effect.APPLIED));
        }

        @Override
        public String json() {
            return "{}";
        }

        @Override
        public ReloadReport reload() {
            calls.add("reload");
            return report();
        }

        @Override
        public ReloadReport rehearse(byte @Nullable [] file) {
            calls.add("rehearse " + (file == null ? "the file" : new String(file, StandardCharsets.UTF_8)));
            return report();
        }

        private ReloadReport report() {
            return new ReloadReport(
                    current(), List.of(new SettingChange("data-root", "/a", "/b", Effect.NEEDS_RESTART)));
        }
    }

    @BeforeEach
    void bind() {
        router.bindConfigured(new FakeConfigured());
    }

    private FakeExchange send(String method, String target, String body) throws Exception {
        return new FakeExchange(method, target).body(body).sendTo(router);
    }

    @Test
    void showsEachSettingWithItsOrigin() throws Exception {
        assertEquals(
                List.of(Map.of("Key", "debug", "Value", true, "Origin", "reload", "Effect", "applied")),
                send("GET", "/gantry/config", "").value());
    }

    @Test
    void reloadsAndAnswersPerKey() throws Exception {
        assertEquals(
                Map.of(
                        "DryRun",
                        false,
                        "Changes",
                        List.of(Map.of("Key", "data-root", "From", "/a", "To", "/b", "Effect", "needs restart"))),
                send("POST", "/gantry/config/reload", "").value());
        assertEquals(List.of("reload"), calls);
    }

    @Test
    void aDryRunTakesTheFileOrTheBody() throws Exception {
        send("POST", "/gantry/config/reload?dry-run=1", "");
        send("POST", "/v1.51/gantry/config/reload?dry-run=true", "{\"debug\": true}");
        assertEquals(List.of("rehearse the file", "rehearse {\"debug\": true}"), calls);
    }

    @Test
    void refusesABodyThatWouldHaveToBeApplied() {
        assertThrows(EngineException.class, () -> send("POST", "/gantry/config/reload", "{}"));
        assertThrows(
                EngineException.class,
                () -> send("POST", "/gantry/config/reload?dry-run=1", " ".repeat((1 << 20) + 1)));
        assertEquals(List.of(), calls);
    }
}
