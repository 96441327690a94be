package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTest {
    @TempDir
    Path directory;

    @Test
    void readsBundlesWithTheirOrderAndProperties() throws IOException {
        Feature feature = Feature.read(file("a.json", """
                {"id": "g:a:1", "complete": true,
                 "framework-properties": {"x": "y"},
                 "bundles": [
                   // a comment
                   "g:one:1.0",
                   {"id": "g:two:2.0", "start-order": 90, "auto-start": false}
                 ]}"""));
        assertTrue(feature.complete());
        assertEquals(Map.of("x", "y"), feature.properties());
        assertEquals(
                new Feature.Entry("g", "one", "1.0", 20, true),
                feature.bundles().get(0));
        assertEquals(
                new Feature.Entry("g", "two", "2.0", 90, false),
                feature.bundles().get(1));
        assertEquals("two-2.0.jar", feature.bundles().get(1).fileName());
    }

    @Test
    void refusesWhatItWouldIgnore() throws IOException {
        Path settings = file("a.json", "{\"id\": \"g:a:1\", \"configurations\": {}}");
        assertThrows(IOException.class, () -> Feature.read(settings));
        Path id = file("b.json", "{\"bundles\": [\"g:a\"]}");
        assertThrows(IOException.class, () -> Feature.read(id));
    }

    @Test
    void leavesOutWhatIsOffUnlessItIsWanted() throws IOException {
        file("core.json", "{\"id\": \"core\"}");
        file("web.off.json", "{\"id\": \"web\"}");
        assertEquals(List.of("core"), ids(Set.of()));
        assertEquals(List.of("core", "web"), ids(Set.of("web")));
        assertThrows(IOException.class, () -> ids(Set.of("none")));
    }

    /// The hash is what `printf s3cret | openssl dgst -sha256 -binary | base64` prints.
    @Test
    void takesAPasswordFromItsFileAndKeepsItsHashOnly() throws IOException {
        Path file = file("password", "s3cret\n");
        assertEquals("plain", Secret.resolve("plain", Map.of()));
        assertEquals(
                "{sha-256}HsHCa1DV08WNlYMYGvgHZlX+AHVr9yhZQLo2cPmfy6A=",
                Secret.resolve("${sha-256:P}", Map.of("P", file.toString())));
        assertThrows(IOException.class, () -> Secret.resolve("${sha-256:P}", Map.of()));
        Path none = directory.resolve("none");
        assertEquals(
                "P: open " + none + ": no such file or directory",
                assertThrows(IOException.class, () -> Secret.resolve("${sha-256:P}", Map.of("P", none.toString())))
                        .getMessage());
    }

    @Test
    void findsTheExecRootInFlagsThenInTheFile() throws IOException {
        Path json = file("daemon.json", "{\"exec-root\": \"" + directory.resolve("file") + "\"}");
        assertEquals(
                directory.resolve("flag"), new EarlySettings(List.of("--exec-root", directory + "/flag")).execRoot());
        assertEquals(directory.resolve("file"), new EarlySettings(List.of("--config-file=" + json)).execRoot());
        assertEquals(
                Path.of("/var/run/docker"),
                new EarlySettings(List.of("--config-file", directory + "/none.json")).execRoot());
    }

    @Test
    void anExecRootThatCannotBeIsToldAsThat() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "others get a directory that is thrown away");
        EarlySettings settings = new EarlySettings(List.of("--exec-root", "/proc/none"));
        assertEquals(
                "cannot use the exec root /proc/none: /proc/none: no such file or directory",
                assertThrows(IOException.class, () -> Storage.open(List.of(), settings))
                        .getMessage());
    }

    @Test
    void throwsAwayWhatADaemonWouldKeepWhenOneOnlyAsks() throws IOException {
        Path path;
        try (Storage storage =
                Storage.open(List.of("--version"), new EarlySettings(List.of("--exec-root", directory + "/x")))) {
            path = Files.createDirectories(storage.path().resolve("a/b"));
        }
        assertFalse(Files.exists(path));
        assertFalse(Files.exists(directory.resolve("x")));
    }

    @Test
    void readsJsonAndTellsWhereItIsBroken() {
        assertEquals(Map.of("a", List.of("x\n\u00e9", true)), Json.read("{\"a\": [\"x\\n\\u00e9\", true]} // end"));
        IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> Json.read("{\"a\" 1}"));
        assertFalse(failure.getMessage().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> Json.read("[1, "));
    }

    private List<String> ids(Set<String> wanted) throws IOException {
        return Main.features(directory, wanted).stream().map(Feature::id).toList();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
