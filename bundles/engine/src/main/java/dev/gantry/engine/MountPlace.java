package dev.gantry.engine;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where something is mounted within a root file system. What is missing on the way is made, as the runtime does at a start; no link
/// leads out of the root.
final class MountPlace {
    private final Descriptors descriptors;
    private final Path root;

    MountPlace(Descriptors descriptors, Path root) {
        this.descriptors = descriptors;
        this.root = root;
    }

    /// @param directory what to make of a missing last part: a directory or an empty file
    /// @return a descriptor that the caller closes
    int open(String destination, boolean directory) throws IOException {
        Path wanted = Path.of(destination);
        int at = descriptors.openInRoot(root, "/", 0, OpenFlag.PATH);
        for (int i = 1; i <= wanted.getNameCount(); i++) {
            String path = "/" + wanted.subpath(0, i);
            boolean last = i == wanted.getNameCount();
            try {
                int next = step(at, path, directory || !last);
                descriptors.close(at);
                at = next;
            } catch (IOException | RuntimeException e) {
                descriptors.close(at);
                throw e;
            }
        }
        return at;
    }

    private int step(int parent, String path, boolean directory) throws IOException {
        try {
            return descriptors.openInRoot(root, path, 0, OpenFlag.PATH);
        } catch (IOException missing) {
            // Made below what was opened, so that nothing that moves meanwhile can lead elsewhere.
            Path made = descriptors.pathOf(parent).resolve(Path.of(path).getFileName());
            if (directory) {
                Files.createDirectory(made);
            } else {
                Files.createFile(made);
            }
            return descriptors.openInRoot(root, path, 0, OpenFlag.PATH);
        }
    }
}
