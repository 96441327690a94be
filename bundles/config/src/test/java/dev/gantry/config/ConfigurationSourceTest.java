package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.error.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigurationSourceTest {
    private final Map<String, Dictionary<String, ?>> written = new HashMap<>();
    private final Map<String, Dictionary<String, ?>> stored = new HashMap<>();
    private final List<Integer> exits = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private ConfigurationSource source(String... flags) {
        return source(0, flags);
    }

    /// A machine whose bridge `br-down` was just made: it is down and has no address.
    private Path devices() {
        try {
            return Files.writeString(directory.resolve("dev"), """
                    Inter-|   Receive                                                |  Transmit
                     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                        lo: 1000      10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0
                    br-down:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurationSource source(int uid, String... flags) {
        List<String> args = new ArrayList<>(List.of(flags));
        if (!args.contains("--data-root")) {
            args.addAll(List.of("--data-root", directory.toString()));
        }
        args.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
        CommandLine commandLine = new CommandLine() {
            @Override
            public List<String> args() {
                return args;
            }

            @Override
            public void exit(int status) {
                exits.add(status);
            }

            @Override
            public void pidFile(Path file) {}
        };
        return new ConfigurationSource(
                new Invocation(commandLine, "1.2.3.SNAPSHOT", new PrintStream(out, true), new PrintStream(err, true)),
                new Publication(admin(), null),
                new Doorkeeper(new Neighbours(directory.resolve("docker.pid")), devices(), uid));
    }

    @SuppressWarnings("unchecked")
    private ConfigurationAdmin admin() {
        ClassLoader loader = getClass().getClassLoader();
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {ConfigurationAdmin.class},
                (_, _, of) ->
                        Proxy.newProxyInstance(loader, new Class<?>[] {Configuration.class}, (_, method, update) -> {
                            if (method.getName().equals("getProperties")) {
                                return stored.get((String) of[0]);
                            }
                            written.put((String) of[0], (Dictionary<String, ?>) update[0]);
                            stored.put((String) of[0], (Dictionary<String, ?>) update[0]);
                            return null;
                        }));
    }

    @Test
    void handsEachComponentItsSettings() throws IOException {
        assertTrue(
                source("-H", "unix:///x", "--data-root", directory.resolve("d").toString())
                        .start());
        assertArrayEquals(new String[] {"unix:///x"}, (String[])
                written.get("dev.gantry.http").get("hosts"));
        assertEquals(
                directory.resolve("d").toString(),
                written.get("dev.gantry.volumes").get("data-root"));
        assertEquals(1500L, written.get("dev.gantry.network").get("mtu"));
        assertEquals(List.of(), exits);
    }

    @Test
    void helpVersionAndValidateEndWithZero() throws IOException {
        assertFalse(source("--help").start());
        assertFalse(source("--version").start());
        assertFalse(source("--validate").start());
        assertEquals(List.of(0, 0, 0), exits);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Gantry version 1.2.3-SNAPSHOT"));
        assertEquals("configuration OK", err.toString(StandardCharsets.UTF_8).strip());
        assertTrue(written.isEmpty());
    }

    @Test
    void aNamedBridgeMustBeThereBeforeAnybodyCanMakeIt() throws IOException {
        // Neither does the beginning of a name count.
        assertFalse(source("-b", "br").start());
        assertEquals(List.of(1), exits);
        assertEquals(
                "failed to start daemon: Error initializing network controller: error creating default \"bridge\" network:"
                        + " bridge device with non default name br must be created manually\n",
                err.toString(StandardCharsets.UTF_8));
        assertTrue(written.isEmpty());
        for (String there : List.of("none", "br-down", "docker0")) {
            ConfigurationSource source = source("-b", there);
            assertTrue(source.start(), there);
            source.stop();
        }
    }

    @Test
    void rootIsNeededBeforeAnyFileIsMade() throws IOException {
        Path data = directory.resolve("data");
        assertFalse(source(1000, "--data-root", data.toString()).start());
        assertEquals(List.of(1), exits);
        assertTrue(err.toString(StandardCharsets.UTF_8)
                .startsWith("failed to start daemon: gantryd needs to be started with root privileges."));
        assertTrue(Files.notExists(data));
        assertTrue(written.isEmpty());
    }

    @Test
    void validateRefusesWithOneWhatAStartWould() throws IOException {
        assertFalse(source("--validate", "--log-level=warning").start());
        Path file = Files.writeString(directory.resolve("daemon.json"), "{\"debgu\": true}");
        assertFalse(source("--validate", "--config-file", file.toString()).start());
        assertEquals(List.of(1, 1), exits);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("invalid logging level: warning"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("don't match any configuration option: debgu"));
    }

    @Test
    void switchesThatAskForNothingAreNone() throws IOException {
        assertTrue(source("--help=false", "--version=false", "--validate=false").start());
        assertEquals(List.of(), exits);
    }

    @Test
    void mistakesEndWithOne() throws IOException {
        assertFalse(source("--foo").start());
        assertEquals("unknown flag: --foo\nSee 'gantryd --help'.\n", err.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(1), exits);
    }

    @Test
    void reloadAppliesWhatCanChangeAndNothingWhenRefused() throws IOException {
        Path file = directory.resolve("daemon.json");
        Files.writeString(file, "{\"labels\": [\"a=b\"], \"storage-driver\": \"overlay2\"}");
        ConfigurationSource source = source("--config-file", file.toString());
        assertTrue(source.start());
        written.clear();
        Files.writeString(file, "{\"debug\": true}");
        source.reload();
        assertEquals(List.of(), source.current().list("labels"));
        assertTrue(source.current().flag("debug"));
        assertEquals("overlay2", source.current().text("storage-driver"));
        assertFalse(written.containsKey("dev.gantry.network"));
        Files.writeString(file, "{\"debug\": 1}");
        assertThrows(EngineException.class, source::reload);
        assertTrue(source.current().flag("debug"));
    }

    @Test
    void aDataRootInUseIsRefusedBeforeAnybodyGetsSettings() throws IOException {
        ConfigurationSource first = source("-H", "unix:///x");
        assertTrue(first.start());
        written.clear();
        assertFalse(source("-H", "unix:///y").start());
        assertEquals(List.of(1), exits);
        assertTrue(
                err.toString(StandardCharsets.UTF_8).contains("pass --data-root"),
                err.toString(StandardCharsets.UTF_8));
        assertTrue(written.isEmpty());
        first.stop();
        assertTrue(source("-H", "unix:///y").start());
    }

    @Test
    void aDataRootThatIsNoDirectoryIsToldAsThat() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertFalse(source("--data-root", file.toString()).start());
        assertEquals(
                "failed to start daemon: cannot use the data root " + file + ": " + file + ": file exists",
                err.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void settingsThatStayAreNotWrittenAgain() throws IOException {
        ConfigurationSource first = source("-H", "unix:///x");
        assertTrue(first.start());
        first.stop();
        written.clear();
        assertTrue(source("-H", "unix:///x").start());
        assertTrue(written.isEmpty());
    }
}
