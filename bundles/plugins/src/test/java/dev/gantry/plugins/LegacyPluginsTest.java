package dev.gantry.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.plugin.PluginProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LegacyPluginsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private Path sockets;
    private Path etc;
    private Path lib;
    private LegacyPlugins plugins;

    @BeforeEach
    void open() throws IOException {
        sockets = Files.createDirectory(directory.resolve("run"));
        etc = Files.createDirectory(directory.resolve("etc"));
        lib = Files.createDirectory(directory.resolve("lib"));
        plugins = plugins();
    }

    private LegacyPlugins plugins() {
        LegacyPlugins made = new LegacyPlugins(new Discovery(sockets, List.of(etc, lib)), Duration.ofMillis(20));
        made.bindJson(new JacksonCodec());
        return made;
    }

    @AfterEach
    void close() {
        plugins.leave();
    }

    private Plugin find(String name) {
        return plugins.find(name, "authz", Duration.ZERO);
    }

    private String refusal(String name) {
        return assertThrows(EngineException.class, () -> find(name)).getMessage();
    }

    private String called(String name) {
        Map<?, ?> answer = find(name).call("Test.Call", Map.of("Name", "x"), Map.class, LIMIT);
        return String.valueOf(answer.get("From"));
    }

    private PluginProcess process(Path socket) throws IOException {
        return new PluginProcess(socket, "authz")
                .answer("Test.Call", "{\"From\":\"" + directory.relativize(socket) + "\"}");
    }

    @Test
    void findsASocketByNameAndInADirectoryOfThatName() throws IOException {
        Files.createDirectory(sockets.resolve("deep"));
        try (PluginProcess flat = process(sockets.resolve("flat.sock"));
                PluginProcess deep = process(sockets.resolve("deep/deep.sock"))) {
            assertEquals("run/flat.sock", called("flat"));
            assertEquals("run/deep/deep.sock", called("deep"));
        }
    }

    @Test
    void socketsWinOverDescriptionsAndEtcOverLib() throws IOException {
        try (PluginProcess other = process(directory.resolve("other.sock"));
                PluginProcess third = process(directory.resolve("third.sock"))) {
            Files.writeString(etc.resolve("a.spec"), "unix://" + directory.resolve("other.sock") + "\n");
            Files.createDirectory(lib.resolve("a"));
            Files.writeString(lib.resolve("a/a.spec"), "unix://" + directory.resolve("third.sock"));
            assertEquals("other.sock", called("a"));

            Files.createDirectory(lib.resolve("b"));
            Files.writeString(
                    lib.resolve("b/b.json"),
                    "{\"Name\":\"b\",\"Addr\":\"unix://" + directory.resolve("third.sock") + "\"}");
            assertEquals("third.sock", called("b"));

            try (PluginProcess winner = process(sockets.resolve("c.sock"))) {
                Files.writeString(etc.resolve("c.spec"), "unix://" + directory.resolve("other.sock"));
                assertEquals("run/c.sock", called("c"));
            }
        }
    }

    @Test
    void refusesDescriptionsThatMakeNoSense() throws IOException {
        Files.writeString(etc.resolve("bare.spec"), "somewhere");
        assertTrue(refusal("bare").endsWith("bare.spec: Unknown protocol"), refusal("bare"));
        Files.writeString(etc.resolve("odd.spec"), "npipe:////./pipe/x");
        assertTrue(refusal("odd").endsWith("unsupported protocol: npipe"));
        Files.writeString(etc.resolve("torn.json"), "{\"Addr\":");
        assertTrue(refusal("torn").contains("torn.json: "));
    }

    @Test
    void saysInDockersWordsThatThereIsNone() {
        EngineException none = assertThrows(EngineException.class, () -> find("none"));
        assertEquals("plugin \"none\" not found", none.getMessage());
        assertEquals(ErrorKind.NOT_FOUND, none.kind());
    }

    @Test
    void aNameNeverLeadsOutOfTheDirectories() throws IOException {
        try (PluginProcess outside = process(directory.resolve("outside.sock"))) {
            for (String name : List.of("../outside", "a/../../outside", ".", "..", "")) {
                assertEquals("plugin \"" + name + "\" not found", refusal(name));
            }
            assertEquals(List.of(), outside.all());
        }
    }

    @Test
    void aFileThatIsNoSocketIsNone() throws IOException {
        Files.createFile(sockets.resolve("file.sock"));
        assertEquals("plugin \"file\" not found", refusal("file"));
    }

    @Test
    void shakesHandsOnceAndAsDockerDoes() throws IOException {
        try (PluginProcess process = process(sockets.resolve("p.sock"))) {
            assertEquals(List.of("authz"), find("p").kinds());
            find("p");
            assertEquals(1, process.all().size());
            PluginProcess.Call hello = process.all().getFirst();
            assertEquals("Plugin.Activate", hello.method());
            assertEquals("", hello.body());
            assertEquals(
                    "application/vnd.docker.plugins.v1.2+json", hello.headers().get("accept"));
            assertEquals("plugin.moby.localhost", hello.headers().get("host"));
            called("p");
            assertEquals("{\"Name\":\"x\"}", process.calls().getFirst().body());
        }
    }

    @Test
    void refusesAPluginOfAnotherKind() throws IOException {
        try (PluginProcess process = new PluginProcess(sockets.resolve("v.sock"), "VolumeDriver")) {
            assertEquals(
                    "Plugin does not implement the requested driver: plugin=\"v\", requested implementation=\"authz\"",
                    refusal("v"));
            assertNotNull(plugins.find("v", "VolumeDriver", Duration.ZERO));
        }
    }

    @Test
    void waitsForAPluginThatIsBeingStarted() throws Exception {
        AtomicReference<Plugin> found = new AtomicReference<>();
        Thread waiting =
                Thread.ofVirtual().start(() -> found.set(plugins.find("late", "authz", Duration.ofSeconds(30))));
        try (PluginProcess process = process(sockets.resolve("late.sock"))) {
            waiting.join();
            assertEquals("late", found.get().name());
        }
    }

    @Test
    void passesThePluginsOwnWordsOn() throws IOException {
        try (PluginProcess process = process(sockets.resolve("p.sock"))
                .answer("A.Json", 500, _ -> "{\"Err\":\"no space\"}")
                .answer("A.Text", 400, _ -> "plain words\n")
                .answer("A.Odd", 200, _ -> "<html>")) {
            Plugin plugin = find("p");
            assertEquals("A.Json: no space", failure(plugin, "A.Json").getMessage());
            assertEquals("A.Text: plain words", failure(plugin, "A.Text").getMessage());
            assertEquals(ErrorKind.SYSTEM, failure(plugin, "A.Odd").kind());
            assertEquals(ErrorKind.NOT_FOUND, failure(plugin, "A.Unknown").kind());
        }
    }

    private static EngineException failure(Plugin plugin, String method) {
        return assertThrows(EngineException.class, () -> plugin.call(method, Map.of(), Map.class, LIMIT));
    }

    @Test
    void reachesARestartedPluginAtTheSameAddress() throws Exception {
        Path socket = sockets.resolve("p.sock");
        Plugin plugin;
        try (PluginProcess first = process(socket)) {
            plugin = find("p");
        }
        AtomicReference<Object> answer = new AtomicReference<>();
        Thread caller =
                Thread.ofVirtual().start(() -> answer.set(plugin.call("Test.Call", Map.of(), Map.class, LIMIT)));
        try (PluginProcess second = process(socket)) {
            caller.join();
            assertEquals(Map.of("From", "run/p.sock"), answer.get());
            assertEquals(1, second.all().size(), "no second activation");
        }
    }

    @Test
    void givesUpOnAPluginThatStaysAway() throws IOException {
        plugins.leave();
        plugins = new LegacyPlugins(new Discovery(sockets, List.of()), Duration.ofSeconds(40));
        plugins.bindJson(new JacksonCodec());
        Plugin plugin;
        try (PluginProcess gone = process(sockets.resolve("p.sock"))) {
            plugin = find("p");
        }
        assertEquals(
                "Test.Call: dial unix " + sockets.resolve("p.sock") + ": connect: no such file or directory",
                failure(plugin, "Test.Call").getMessage());
    }

    @Test
    void doesNotWaitForeverForAnAnswer() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (PluginProcess hung = hung(never)) {
            EngineException late = assertThrows(
                    EngineException.class,
                    () -> find("h").call("Test.Hang", Map.of(), Map.class, Duration.ofMillis(100)));
            assertTrue(late.getMessage().startsWith("Test.Hang: no answer from unix "), late.getMessage());
        } finally {
            never.countDown();
        }
    }

    @Test
    void anInterruptEndsACall() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<RuntimeException> ended = new AtomicReference<>();
        try (PluginProcess hung = hung(never)) {
            Plugin plugin = find("h");
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    plugin.call("Test.Hang", Map.of(), Map.class, Duration.ofMinutes(10));
                } catch (EngineException e) {
                    ended.set(e);
                }
            });
            while (hung.calls().isEmpty()) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join();
            assertTrue(
                    ended.get().getMessage().contains("cancelled"), ended.get().getMessage());
        } finally {
            never.countDown();
        }
    }

    private PluginProcess hung(CountDownLatch until) throws IOException {
        return process(sockets.resolve("h.sock")).answer("Test.Hang", 200, _ -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "{}";
        });
    }
}
