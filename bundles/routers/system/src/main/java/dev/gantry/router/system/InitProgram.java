package dev.gantry.router.system;

import dev.gantry.api.runtime.RuntimeVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The program that runs first in containers with `--init`.
final class InitProgram {
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/libexec/docker", "/usr/libexec/docker", "/usr/bin", "/usr/local/bin", "/usr/sbin");
    private static final List<String> NAMES = List.of("docker-init", "tini-static", "tini");
    private static final RuntimeVersion.Component UNKNOWN = new RuntimeVersion.Component("", "");

    private InitProgram() {}

    /// Its version and commit; empty when there is none.
    ///
    /// @param configured path, or empty to look where the engine looks
    static RuntimeVersion.Component version(RuntimeVersion asks, String configured) {
        String path = configured.isEmpty() ? find() : configured;
        return path.isEmpty() ? UNKNOWN : parse(asks.ociRuntime(path).version());
    }

    private static String find() {
        for (String name : NAMES) {
            for (String directory : DIRECTORIES) {
                Path candidate = Path.of(directory, name);
                if (Files.isExecutable(candidate)) {
                    return candidate.toString();
                }
            }
        }
        return "";
    }

    /// Reads `0.19.0` or `0.19.0 - git.de40ad0`.
    static RuntimeVersion.Component parse(String text) {
        int dash = text.indexOf(" - ");
        String commit = dash < 0 ? "" : text.substring(dash + 3).strip();
        return new RuntimeVersion.Component(
                dash < 0 ? text : text.substring(0, dash),
                commit.startsWith("git.") ? commit.substring("git.".length()) : commit);
    }
}
