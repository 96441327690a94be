package dev.gantry.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The framework's directory, which this process alone uses: `gantry` in the exec root, or one that is thrown away where there
/// will be no daemon.
final class Storage implements AutoCloseable {
    /// Flags that only print something: they work beside a running daemon, and for everybody.
    private static final Set<String> ONLY_PRINTING = Set.of("-h", "--help", "-v", "--version", "--validate");

    private final Path path;
    private final @Nullable FileChannel locked;

    private Storage(Path path, @Nullable FileChannel locked) {
        this.path = path;
        this.locked = locked;
    }

    /// @throws IOException when another process uses the exec root, or it can't be made
    static Storage open(List<String> args, EarlySettings settings) throws IOException {
        if (args.stream().anyMatch(ONLY_PRINTING::contains)
                || !System.getProperty("user.name").equals("root")) {
            return new Storage(Files.createTempDirectory("gantry-framework"), null);
        }
        Path execRoot = settings.execRoot();
        try {
            return open(execRoot);
        } catch (FileSystemException e) {
            throw new IOException("cannot use the exec root " + execRoot + ": " + words(e), e);
        }
    }

    /// The most frequent failures say what they are by their type only.
    private static String words(FileSystemException failure) {
        String reason = switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "file exists";
            default -> String.valueOf(failure.getReason());
        };
        return failure.getFile() + ": " + reason;
    }

    /// @param execRoot is made for its owner only when it is not there
    static Storage open(Path execRoot) throws IOException {
        Path path = execRoot.resolve("gantry");
        if (!Files.exists(execRoot)) {
            Files.createDirectories(
                    execRoot, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "another engine uses the exec root " + execRoot + "; pass --exec-root to use another directory");
        }
        return new Storage(path, channel);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (locked != null) {
            locked.close();
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
