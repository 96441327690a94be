package dev.gantry.launcher.pack;

import dev.gantry.launcher.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Makes `launcher/target/gantry-dist` and the tar.gz of it: start script, launcher, features, their bundles, and a runtime.
public final class Distribution {
    /// What bundles may ask for of the JDK; `jdk.crypto.cryptoki`, the desktop and the tools stay out.
    private static final String MODULES =
            "java.base,java.compiler,java.instrument,java.logging,java.management,java.management.rmi,java.naming,"
                    + "java.net.http,java.rmi,java.security.jgss,java.sql,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs";

    private final Path root;
    private final Path launcher;
    private final Path home;
    private final Reactor reactor;
    private boolean changed;

    private Distribution(Path root, Path repository) throws IOException {
        this.root = root;
        this.launcher = root.resolve("launcher");
        this.home = launcher.resolve("target/gantry-dist");
        this.reactor = new Reactor(root, repository);
    }

    /// @param args the project's root, the local Maven repository, the version, the jars of the framework, of JLine
    ///     and of the launcher
    public static void main(String[] args) throws IOException, InterruptedException {
        Distribution distribution = new Distribution(Path.of(args[0]).toRealPath(), Path.of(args[1]));
        distribution.assemble(Path.of(args[3]), Path.of(args[4]), Path.of(args[5]));
        distribution.publish("dev.gantry.api", args[2]);
        distribution.publish("dev.gantry.testkit", args[2]);
        distribution.linkRuntime();
        distribution.archiveClasses();
        distribution.pack(args[2]);
    }

    private void assemble(Path framework, Path lineEditor, Path main) throws IOException {
        Path lib = Files.createDirectories(home.resolve("lib"));
        refresh(framework, lib.resolve(framework.getFileName().toString()));
        refresh(lineEditor, lib.resolve(lineEditor.getFileName().toString()));
        refresh(main, lib.resolve(main.getFileName().toString()));
        copyTree(launcher.resolve("src/dist"), home);
        try (Stream<Path> scripts = Files.list(home.resolve("bin"))) {
            for (Path script : scripts.toList()) {
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        deleteTree(home.resolve("features"));
        copyTree(root.resolve("features"), home.resolve("features"));
        for (String text : new String[] {"LICENSE", "README.md", "CHANGELOG.md"}) {
            if (Files.exists(root.resolve(text))) {
                Files.copy(root.resolve(text), home.resolve(text), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        bundles();
    }

    /// Puts one of our artifacts into the Maven repository for extensions. Its own pom would ask for the parent; this one needs nothing.
    private void publish(String artifact, String version) throws IOException {
        Feature.Entry entry = new Feature.Entry("dev.gantry", artifact, version, 0, false);
        Path folder = Files.createDirectories(home.resolve("extensions/repository/dev/gantry")
                .resolve(artifact)
                .resolve(version));
        Files.copy(reactor.jar(entry), folder.resolve(entry.fileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(artifact + "-" + version + ".pom"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.gantry</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </project>
                """.formatted(artifact, version));
    }

    private void bundles() throws IOException {
        Path bundles = Files.createDirectories(home.resolve("bundles"));
        Set<Path> wanted = new HashSet<>();
        for (Path file : list(home.resolve("features"))) {
            for (Feature.Entry bundle : Feature.read(file).bundles()) {
                Path jar = bundles.resolve(bundle.fileName());
                if (wanted.add(jar)) {
                    refresh(reactor.jar(bundle), jar);
                }
            }
        }
        for (Path jar : list(bundles)) {
            if (!wanted.contains(jar)) {
                Files.delete(jar);
            }
        }
    }

    /// Leaves a copy alone that has the same content: the class archive is bound to the time of the jars.
    private void refresh(Path from, Path to) throws IOException {
        Path fresh = launcher.resolve("target/stored.jar");
        StoredJar.copy(from, fresh);
        if (Files.exists(to) && Files.mismatch(fresh, to) < 0) {
            Files.delete(fresh);
        } else {
            Files.move(fresh, to, StandardCopyOption.REPLACE_EXISTING);
            changed = true;
        }
    }

    private void linkRuntime() throws IOException, InterruptedException {
        Path runtime = home.resolve("runtime");
        Path jdk = Path.of(System.getProperty("java.home"));
        Path source = home.resolve("runtime/gantry-linked-from");
        String mark = Runtime.version() + " " + MODULES;
        if (Files.exists(source) && Files.readString(source).equals(mark)) {
            return;
        }
        deleteTree(runtime);
        int status = run(List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--output",
                runtime.toString(),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive"));
        if (status != 0) {
            deleteTree(runtime);
            System.out.println(
                    "No runtime linked by " + jdk + " (status " + status + "): the distribution needs a JDK 25.");
            return;
        }
        Files.writeString(source, mark);
    }

    /// Where the build may start a daemon; elsewhere `bin/gantry-archive` does it later.
    private void archiveClasses() throws IOException, InterruptedException {
        boolean there = Files.exists(home.resolve("lib/gantry.jsa"));
        if (there && (!changed || System.getenv("GANTRY_KEEP_ARCHIVE") != null)) {
            return;
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root || run(List.of(home.resolve("bin/gantry-archive").toString())) != 0) {
            System.out.println(
                    "No class archive made: bin/gantry-archive makes it, as root. Without it a start takes longer.");
        }
    }

    private void pack(String version) throws IOException, InterruptedException {
        Path archive = launcher.resolve("target/gantry-" + version + ".tar.gz");
        int status = run(List.of(
                "tar",
                "-C",
                launcher.resolve("target").toString(),
                "--transform",
                "s,^gantry-dist,gantry-" + version + ",",
                "--owner=0",
                "--group=0",
                "-I",
                "gzip -1",
                "-cf",
                archive.toString(),
                "gantry-dist"));
        if (status != 0) {
            throw new IOException("tar ended with " + status);
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(new ArrayList<>(command)).inheritIO().start().waitFor();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
