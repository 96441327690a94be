package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.logging.StreamRequest;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names of the files of one process on the exec root.
final class StdioFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StdioFiles.class);

    private final Path directory;
    private final StdioPaths paths;

    StdioFiles(Path directory, StreamRequest request) {
        this.directory = directory;
        String process = request.execId() == null ? "init" : request.execId();
        paths = new StdioPaths(
                request.stdin() ? directory.resolve(process + "-stdin") : null,
                directory.resolve(process + "-stdout"),
                request.terminal() ? null : directory.resolve(process + "-stderr"));
    }

    StdioPaths paths() {
        return paths;
    }

    List<Path> fifos() {
        List<Path> fifos = new ArrayList<>();
        if (paths.stdin() != null) {
            fifos.add(paths.stdin());
        }
        fifos.add(paths.stdout());
        if (paths.stderr() != null) {
            fifos.add(paths.stderr());
        }
        return fifos;
    }

    /// Removes the fifo of the input, which has ended: a successor that opened it would keep the end from the process.
    void deleteInput() {
        Path fifo = paths.stdin();
        try {
            if (fifo != null) {
                Files.deleteIfExists(fifo);
            }
        } catch (IOException e) {
            LOG.warn("left behind: {}: {}", fifo, e.toString());
        }
    }

    /// Where the unfinished line of a fifo lies.
    static Path pendingOf(Path fifo) {
        return fifo.resolveSibling(fifo.getFileName() + ".pending");
    }

    void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Removes the files, and the directory with the last of them.
    void delete() {
        try {
            for (Path fifo : fifos()) {
                Files.deleteIfExists(fifo);
                Files.deleteIfExists(pendingOf(fifo));
            }
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            LOG.trace("{} is still used", directory);
        } catch (IOException e) {
            LOG.warn("left behind in {}: {}", directory, e.toString());
        }
    }
}
