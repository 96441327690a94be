package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Effect;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.config.ReloadListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.Setting;
import dev.gantry.api.config.SettingChange;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private final List<String> calls = new ArrayList<>();

    @TempDir
    Path directory;

    private ConfigurationSource source;

    @BeforeEach
    void start() throws IOException {
        file("{\"labels\": [\"a=b\"], \"proxies\": {\"https-proxy\": \"http://u:p@proxy:1\"}}");
        source = source();
        assertTrue(source.start());
        source.addPart(new Part("second", ""), Map.of());
        source.addPart(new Part("first", ""), Map.of("service.ranking", 10));
        source.addListener(new ReloadListener() {
            @Override
            public void reloading() {
                calls.add("reloading");
            }

            @Override
            public void reloaded(ReloadReport report) {
                calls.add("reloaded");
            }

            @Override
            public void refused(String reason) {
                calls.add("refused " + reason);
            }
        });
    }

    @AfterEach
    void stop() {
        source.stop();
    }

    private ConfigurationSource source() {
        CommandLine commandLine = new CommandLine() {
            @Override
            public List<String> args() {
                return List.of(
                        "--config-file", directory.resolve("daemon.json").toString(),
                        "--data-root", directory.resolve("data").toString(),
                        "--pidfile", directory.resolve("pid").toString(),
                        "--shutdown-timeout", "20");
            }

            @Override
            public void exit(int status) {
                calls.add("exit " + status);
            }

            @Override
            public void pidFile(Path file) {}
        };
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new ConfigurationSource(
                new Invocation(commandLine, "1", nowhere, nowhere),
                new Publication(admin.service(), null),
                new Doorkeeper(new Neighbours(directory.resolve("docker.pid")), Path.of("/proc/self/net/dev"), 0));
    }

    private void file(String text) throws IOException {
        Files.writeString(directory.resolve("daemon.json"), text);
    }

    /// Notes what it is asked; refuses a log driver of the given name.
    private final class Part implements Reconfigurable {
        private final String name;
        private final String refused;

        Part(String name, String refused) {
            this.name = name;
            this.refused = refused;
        }

        @Override
        public Preparation prepare(ConfigChange change) {
            calls.add(name + " prepares " + String.join(" ", change.keys()));
            if (change.after().text("log-driver").equals(refused)) {
                throw ConfigChange.refusal("log-driver", "no log driver named '" + refused + "' is registered");
            }
            return new Preparation() {
                @Override
                public void commit() {
                    calls.add(name + " commits with " + admin.value("dev.gantry.logging", "log-driver"));
                }

                @Override
                public void rollback() {
                    calls.add(name + " rolls back");
                }
            };
        }
    }

    @Test
    void allPrepareThenSettingsChangeThenAllCommit() throws IOException {
        file("{\"log-driver\": \"local\", \"debug\": true}");
        ReloadReport report = source.reload();
        assertEquals(
                List.of(
                        "reloading",
                        "first prepares debug https-proxy labels log-driver",
                        "second prepares debug https-proxy labels log-driver",
                        "first commits with local",
                        "second commits with local",
                        "reloaded"),
                calls);
        assertEquals(
                List.of(
                        new SettingChange("debug", false, true, Effect.APPLIED),
                        new SettingChange("https-proxy", "http://xxxxx:xxxxx@proxy:1", "", Effect.APPLIED),
                        new SettingChange("labels", List.of("a=b"), List.of(), Effect.APPLIED),
                        new SettingChange("log-driver", "json-file", "local", Effect.NEW_CONTAINERS)),
                report.changes());
    }

    @Test
    void aRefusalLeavesEverythingAsItWasAndSaysWhy() throws IOException {
        source.addPart(new Part("last", "gelf"), Map.of("service.ranking", -1));
        file("{\"log-driver\": \"gelf\", \"labels\": [\"c=d\"]}");
        EngineException e = assertThrows(EngineException.class, source::reload);
        String reason = "log-driver: no log driver named 'gelf' is registered";
        assertEquals(reason, e.getMessage());
        assertEquals(
                List.of("second rolls back", "first rolls back", "refused " + reason), calls.subList(4, calls.size()));
        assertEquals("json-file", admin.value("dev.gantry.logging", "log-driver"));
        assertArrayEquals(new String[] {"a=b"}, (String[]) admin.value("dev.gantry.system", "labels"));
        assertEquals(List.of("a=b"), source.current().list("labels"));
    }

    @Test
    void aFileThatMakesNoSenseAsksNobody() throws IOException {
        file("{\"debgu\": true}");
        EngineException e = assertThrows(EngineException.class, source::reload);
        assertTrue(e.getMessage().endsWith("don't match any configuration option: debgu"), e.getMessage());
        assertEquals(2, calls.size());
    }

    @Test
    void aConflictWithTheCommandLineIsRefused() throws IOException {
        file("{\"shutdown-timeout\": 20}");
        EngineException e = assertThrows(EngineException.class, source::reload);
        assertTrue(
                e.getMessage()
                        .endsWith("both as a flag and in the configuration file: shutdown-timeout: (from flag: 20,"
                                + " from file: 20)"),
                e.getMessage());
        assertEquals(List.of("a=b"), source.current().list("labels"));
    }

    @Test
    void aFileThatWasAskedForMustStayThere() throws IOException {
        Files.delete(directory.resolve("daemon.json"));
        EngineException e = assertThrows(EngineException.class, source::reload);
        assertTrue(e.getMessage().endsWith("daemon.json: no such file or directory"), e.getMessage());
        assertEquals(List.of("a=b"), source.current().list("labels"));
    }

    /// What Docker, too, applies on SIGHUP and has nothing else to test here.
    @Test
    void eachKeyOfDockersReloadIsAppliedAndCleared() throws IOException {
        Map<String, Object> before = new HashMap<>(source.current().values());
        file("""
                {"labels": ["a=b"], "proxies": {"https-proxy": "http://u:p@proxy:1"}, "debug": true, "live-restore": true,
                 "authorization-plugins": ["a"], "features": {"x": true}, "insecure-registries": ["r"],
                 "registry-mirrors": ["https://m/"], "runtimes": {"y": {"path": "/y"}}, "default-runtime": "y",
                 "default-shm-size": "1m", "default-ipc-mode": "shareable", "default-cgroupns-mode": "host",
                 "max-concurrent-downloads": 9, "max-concurrent-uploads": 9, "max-download-attempts": 9}
                """);
        Set<String> changed = source.reload().changes().stream()
                .map(SettingChange::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "authorization-plugins",
                        "debug",
                        "default-cgroupns-mode",
                        "default-ipc-mode",
                        "default-runtime",
                        "default-shm-size",
                        "features",
                        "insecure-registries",
                        "live-restore",
                        "max-concurrent-downloads",
                        "max-concurrent-uploads",
                        "max-download-attempts",
                        "registry-mirrors",
                        "runtimes"),
                changed);
        assertEquals("y", source.current().text("default-runtime"));
        assertEquals("host", admin.value("dev.gantry.spec", "default-cgroupns-mode"));
        assertEquals(true, admin.value("dev.gantry.engine", "live-restore"));
        file("{\"labels\": [\"a=b\"], \"proxies\": {\"https-proxy\": \"http://u:p@proxy:1\"}}");
        source.reload();
        assertEquals(before, source.current().values());
    }

    @Test
    void aDryRunAnswersPerKeyAndChangesNothing() {
        byte[] file = "{\"log-level\": \"warn\", \"dns\": [\"1.1.1.1\"], \"containerd\": \"/x\"}"
                .getBytes(StandardCharsets.UTF_8);
        Map<String, Effect> effects = source.rehearse(file).changes().stream()
                .collect(Collectors.toMap(SettingChange::key, SettingChange::effect));
        assertEquals(Effect.APPLIED, effects.get("log-level"));
        assertEquals(Effect.NEW_CONTAINERS, effects.get("dns"));
        assertEquals(Effect.NEEDS_RESTART, effects.get("containerd"));
        assertEquals(List.of("second rolls back", "first rolls back"), calls.subList(2, 4));
        assertEquals("info", source.current().text("log-level"));
        assertEquals("info", admin.value("dev.gantry.daemon", "log-level"));
    }

    @Test
    void absentKeysGoBackToFlagOrDefault() throws IOException {
        file("{\"max-concurrent-downloads\": 9}");
        source.reload();
        assertEquals(9L, source.current().number("max-concurrent-downloads"));
        file("{}");
        source.reload();
        assertEquals(3L, source.current().number("max-concurrent-downloads"));
        assertEquals(20L, source.current().number("shutdown-timeout"));
        assertEquals(List.of(), source.current().list("labels"));
    }

    @Test
    void eachValueHasItsOrigin() throws IOException {
        file("{\"labels\": [\"a=b\"], \"debug\": true}");
        source.reload();
        Map<String, String> origins = source.settings().stream()
                .collect(Collectors.toMap(
                        Setting::key, setting -> setting.origin().word()));
        assertEquals("file", origins.get("labels"));
        assertEquals("reload", origins.get("debug"));
        assertEquals("flag", origins.get("shutdown-timeout"));
        assertEquals("default", origins.get("mtu"));
        source.reload();
        assertEquals(
                "reload",
                source.settings().stream()
                        .filter(setting -> setting.key().equals("debug"))
                        .findFirst()
                        .orElseThrow()
                        .origin()
                        .word());
    }

    @Test
    void theConfigurationIsShownWithoutSecretsInTheFilesShape() {
        String json = source.json();
        assertTrue(json.contains("\"https-proxy\":\"http://xxxxx:xxxxx@proxy:1\""), json);
        assertTrue(json.contains("\"userland-proxy\":true"), json);
        assertTrue(json.contains("\"labels\":[\"a=b\"]"), json);
        assertFalse(json.contains("tls-decided"), json);
    }

    @Test
    void aPartThatFailsToCommitDoesNotKeepTheOthersFromIt() throws IOException {
        source.addPart(
                _ -> new Preparation() {
                    @Override
                    public void commit() {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void rollback() {}
                },
                Map.of("service.ranking", 20));
        file("{\"debug\": true}");
        source.reload();
        assertTrue(calls.contains("second commits with json-file"));
    }

    @Test
    void settingsThatCannotBeHandedOnAreTakenBack() throws IOException {
        admin.failFor("dev.gantry.system");
        file("{\"debug\": true, \"log-driver\": \"local\"}");
        assertThrows(EngineException.class, source::reload);
        assertEquals(false, admin.value("dev.gantry.daemon", "debug"));
        assertEquals("json-file", admin.value("dev.gantry.logging", "log-driver"));
        assertTrue(calls.contains("first rolls back"));
        assertFalse(source.current().flag("debug"));
    }

    @Test
    void anUpdateOfThisBundleGoesOnWithWhatIsInForce() throws IOException {
        file("{\"debug\": true}");
        source.reload();
        file("{\"debug\": false, \"log-driver\": \"local\"}");
        source.stop();
        source = source();
        assertTrue(source.start());
        assertTrue(source.current().flag("debug"));
        assertEquals("json-file", source.current().text("log-driver"));
        assertEquals(
                "reload",
                source.settings().stream()
                        .filter(setting -> setting.key().equals("debug"))
                        .findFirst()
                        .orElseThrow()
                        .origin()
                        .word());
    }
}
