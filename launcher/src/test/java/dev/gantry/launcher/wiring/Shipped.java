package dev.gantry.launcher.wiring;

import dev.gantry.launcher.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The jars of the assembled distribution and what their manifests say.
final class Shipped {
    private static final Path HOME = Path.of(System.getProperty("gantry.dist", "target/gantry-dist"))
            .toAbsolutePath()
            .normalize();

    private Shipped() {}

    static Path home() {
        return HOME;
    }

    static List<Path> features() {
        return files(HOME.resolve("features"), ".json");
    }

    static List<Path> bundles() {
        return files(HOME.resolve("bundles"), ".jar");
    }

    /// The bundles of the features that are not off.
    static List<Path> startedBundles() {
        Set<Path> bundles = new TreeSet<>();
        for (Path file : features()) {
            if (!file.toString().endsWith(".off.json")) {
                try {
                    Feature.read(file)
                            .bundles()
                            .forEach(entry -> bundles.add(HOME.resolve("bundles", entry.fileName())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.copyOf(bundles);
    }

    static List<Path> libraries() {
        return files(HOME.resolve("lib"), ".jar");
    }

    private static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no distribution in " + HOME + "; mvn package makes it", e);
        }
    }

    static String symbolicName(Path jar) {
        return header(jar, "Bundle-SymbolicName").split(";", 2)[0].strip();
    }

    /// The packages that a header names, without attributes.
    static Set<String> packages(Path jar, String header) {
        String withoutStrings = header(jar, header).replaceAll("\"[^\"]*\"", "");
        return Arrays.stream(withoutStrings.split(","))
                .flatMap(clause -> Arrays.stream(clause.split(";")))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !part.contains("="))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The packages that have classes in the jar.
    static Set<String> contents(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes attributes = file.getManifest().getMainAttributes();
            String value = attributes.getValue(name);
            return value == null ? "" : value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
