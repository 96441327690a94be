package dev.gantry.launcher.pack;

import dev.gantry.launcher.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the jar of a feature's bundle: ours in the modules of this build, others in the local Maven repository.
final class Reactor {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern ARTIFACT =
            Pattern.compile("</parent>.*?<artifactId>([^<]+)</artifactId>", Pattern.DOTALL);

    private final Path root;
    private final Path repository;
    private final Map<String, Path> modules = new HashMap<>();

    /// @param root where the root pom stands
    /// @param repository the local Maven repository
    Reactor(Path root, Path repository) throws IOException {
        this.root = root;
        this.repository = repository;
        Matcher module = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
        while (module.find()) {
            Path folder = root.resolve(module.group(1));
            Matcher artifact = ARTIFACT.matcher(Files.readString(folder.resolve("pom.xml")));
            if (artifact.find()) {
                modules.put(artifact.group(1), folder);
            }
        }
    }

    /// @throws IOException when there is no such jar, with what to do
    Path jar(Feature.Entry bundle) throws IOException {
        Path jar = bundle.group().equals("dev.gantry") ? own(bundle) : foreign(bundle);
        if (!Files.isRegularFile(jar)) {
            throw new IOException(
                    jar + " is not there: build the whole project (mvn package), and name a library that no"
                            + " module depends on in launcher/pom.xml");
        }
        return jar;
    }

    private Path own(Feature.Entry bundle) throws IOException {
        Path folder = modules.get(bundle.artifact());
        if (folder == null) {
            throw new IOException("no module of " + root + " makes " + bundle.artifact());
        }
        return folder.resolve("target").resolve(bundle.fileName());
    }

    private Path foreign(Feature.Entry bundle) {
        return repository
                .resolve(bundle.group().replace('.', '/'))
                .resolve(bundle.artifact())
                .resolve(bundle.version())
                .resolve(bundle.fileName());
    }
}
