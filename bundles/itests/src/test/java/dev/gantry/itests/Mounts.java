package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The mounts below a directory.
final class Mounts {
    private Mounts() {}

    static List<String> below(Path root) {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ")[1])
                    .filter(target -> target.startsWith(root + "/"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void unmountBelow(Path root) {
        for (String target : below(root).reversed()) {
            Command.run("umount", "-l", target);
        }
    }
}
