package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tests that READMEs name are there: what a table promises is proven by somebody.
class ReadmeTablesTest {
    private static final Path PROJECT = Path.of("..");

    @TempDir
    Path project;

    @Test
    void everyTestThatATableNamesIsThere() throws IOException {
        NamedTests named = new NamedTests(PROJECT);
        assertEquals(List.of(), named.missing());
        assertTrue(named.count() > 200, "tables with tests were not found: " + named.count() + " names");
    }

    private List<String> missing(String... rows) throws IOException {
        Path readme = project.resolve("bundles/a/README.md");
        Files.createDirectories(readme.getParent());
        List<String> lines = new ArrayList<>(List.of("# a", "", "| row | test | more |", "|---|---|---|"));
        lines.addAll(List.of(rows));
        lines.add("");
        lines.add("| key | default |");
        lines.add("|---|---|");
        lines.add("| `NoTest.ofThis` | `NoTest.ofThat` |");
        Files.write(readme, lines);
        return new NamedTests(project).missing();
    }

    private void source(String module, String name, String text) throws IOException {
        Path folder = Files.createDirectories(
                project.resolve("bundles").resolve(module).resolve("src/test/java/p"));
        Files.writeString(folder.resolve(name + ".java"), text);
    }

    @Test
    void tellsWhatIsMissingAndNoMore() throws IOException {
        source("a", "OneTest", "class OneTest { @Test void isFine() {} @Test void isFineToo() {} }");
        source("b", "TwoTest", "class TwoTest extends TwoContract { @Test void holds() {} }");
        source("b", "TwoContract", "abstract class TwoContract { @Test void inherited() {} }");
        String place = project.resolve("bundles/a/README.md") + ": ";
        assertEquals(
                List.of(
                        place + "NoTest",
                        place + "OneTest.isNot",
                        place + "OneTest.isNotEither",
                        place + "OneTest.was…",
                        place + "TwoTest.isFine"),
                missing(
                        "| a | `OneTest.isFine`, `isFineToo`; b `TwoTest#holds`, `#inherited` | `NoTest` |",
                        "| b | `OneTest`, `OneTest.is…`, `isFineToo` | |",
                        "| c | `NoTest` | |",
                        "| d | `OneTest.isNot`, `.isNotEither`, `was…`, `--flag` | |",
                        "| e | `TwoTest.isFine` | |"));
    }

    @Test
    void readsTheRowsBesideAReadme() throws IOException {
        assertEquals(List.of(), missing());
        Path rows = project.resolve("bundles/a/ROWS.md");
        Files.writeString(rows, "| row | test |\n|---|---|\n| a | `NoTest` |\n");
        assertEquals(List.of(rows + ": NoTest"), missing());
    }
}
