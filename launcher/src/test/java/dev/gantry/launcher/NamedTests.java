package dev.gantry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the tables of the bundles' READMEs, and of the `ROWS.md` beside them, say about tests, compared with the sources. A name stands in backquotes in a column
/// whose head has the word "test": `Class`, `Class.method` (or `Class#method`), or the method alone after a class that was named
/// before it. `Class.begin…` stands for all methods that begin so.
final class NamedTests {
    private static final Pattern HEAD = Pattern.compile("(?i).*\\btests?\\b.*");
    private static final Pattern RULE = Pattern.compile("[|:\\- ]+");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern NAME = Pattern.compile("([A-Z]\\w*)?(?:[.#]?([a-z]\\w*…?))?");
    private static final Pattern PARENT = Pattern.compile("class \\w+\\s+extends (\\w+)");

    private final Map<String, List<Source>> sources = new HashMap<>();
    private final TreeSet<String> missing = new TreeSet<>();
    private int count;

    private record Source(Path file, String text) {}

    /// @param project where the root pom stands
    NamedTests(Path project) throws IOException {
        List<Path> readmes = new ArrayList<>();
        for (Path file : files(project.resolve("bundles"))) {
            String name = file.getFileName().toString();
            if (hasTables(file)) {
                readmes.add(file);
            } else if (name.endsWith(".java") && isTest(file)) {
                Source source = new Source(file, Files.readString(file));
                sources.computeIfAbsent(name.replace(".java", ""), _ -> new ArrayList<>())
                        .add(source);
            }
        }
        for (Path file : files(project.resolve("launcher/src/test"))) {
            Source source = new Source(file, Files.readString(file));
            sources.computeIfAbsent(file.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>())
                    .add(source);
        }
        for (Path readme : readmes) {
            read(readme);
        }
    }

    private static boolean hasTables(Path file) {
        return file.endsWith("README.md") || file.endsWith("ROWS.md");
    }

    private static boolean isTest(Path file) {
        String path = file.toString();
        return path.contains("/src/test/") || path.contains("/testkit/src/main/");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> file.toString().endsWith(".java") || hasTables(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(Path readme) throws IOException {
        int column = -1;
        String before = "";
        String named = "";
        for (String line : Files.readAllLines(readme)) {
            if (!line.startsWith("|")) {
                column = -1;
            } else if (RULE.matcher(line).matches()) {
                column = columnOfTests(before);
                named = "";
            } else if (column >= 0) {
                String[] cells = cells(line);
                named = cells.length > column ? check(readme, cells[column], named) : named;
            }
            before = line;
        }
    }

    private static String[] cells(String line) {
        return line.substring(1).split("(?<!\\\\)\\|");
    }

    private static int columnOfTests(String head) {
        String[] cells = cells(head);
        for (int i = 0; i < cells.length; i++) {
            if (HEAD.matcher(cells[i]).matches()) {
                return i;
            }
        }
        return -1;
    }

    /// @param named the class that methods without one belong to
    /// @return the same for the next cell
    private String check(Path readme, String cell, String named) {
        Matcher quoted = QUOTED.matcher(cell);
        String owner = named;
        while (quoted.find()) {
            Matcher name = NAME.matcher(quoted.group(1));
            if (!name.matches()) {
                continue;
            }
            count++;
            owner = name.group(1) == null ? owner : name.group(1);
            String method = name.group(2);
            if (!has(owner, method)) {
                missing.add(
                        readme + ": " + owner + (method == null || !sources.containsKey(owner) ? "" : "." + method));
            }
        }
        return owner;
    }

    private boolean has(String owner, String method) {
        return sources.getOrDefault(owner, List.of()).stream()
                .anyMatch(source -> method == null || isIn(source.text(), method));
    }

    private boolean isIn(String text, String method) {
        String declared = method.endsWith("…")
                ? "void " + Pattern.quote(method.substring(0, method.length() - 1))
                : "void " + Pattern.quote(method) + "\\(";
        if (Pattern.compile(declared).matcher(text).find()) {
            return true;
        }
        Matcher parent = PARENT.matcher(text);
        return parent.find() && has(parent.group(1), method);
    }

    /// The names that nothing stands behind, each with the file that has it; sorted.
    List<String> missing() {
        return List.copyOf(missing);
    }

    /// How many names there are.
    int count() {
        return count;
    }
}
