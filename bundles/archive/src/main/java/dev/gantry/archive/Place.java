package dev.gantry.archive;

import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// An open directory of a container. What is below is reached by name through its descriptor, so nothing that the container does
/// meanwhile leads elsewhere.
final class Place implements AutoCloseable {
    private final Kernel kernel;
    private final int fd;

    private Place(Kernel kernel, int fd) {
        this.kernel = kernel;
        this.fd = fd;
    }

    /// Opens a directory as a process inside would; links are followed, never out of `root`.
    static Place resolve(Kernel kernel, Path root, String path) throws IOException {
        return new Place(kernel, kernel.descriptors().openInRoot(root, path, 0, OpenFlag.PATH, OpenFlag.DIRECTORY));
    }

    /// Opens a child directory; a link in its stead is refused.
    Place enter(String name) throws IOException {
        return new Place(
                kernel, kernel.descriptors().open(at(name), 0, OpenFlag.PATH, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW));
    }

    /// The path that names a child, for calls that do not follow its last component.
    Path at(String name) {
        return kernel.descriptors().pathOf(fd).resolve(name);
    }

    /// The directory's own path on the host, for comparing; not for opening.
    Path hostPath() throws IOException {
        return Files.readSymbolicLink(kernel.descriptors().pathOf(fd));
    }

    FileStatus status(String name) throws IOException {
        return kernel.files().status(at(name));
    }

    /// Names in the directory, sorted.
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at("."))) {
            for (Path entry : entries) {
                names.add(Objects.requireNonNull(entry.getFileName()).toString());
            }
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void close() {
        kernel.descriptors().close(fd);
    }
}
