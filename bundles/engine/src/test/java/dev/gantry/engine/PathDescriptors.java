package dev.gantry.engine;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Descriptors that are only names: of files that are there when they are opened.
final class PathDescriptors implements Descriptors {
    final Map<Integer, Path> open = new HashMap<>();
    private int next = 100;

    @Override
    public int open(Path path, int mode, OpenFlag... flags) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        open.put(next, path);
        return next++;
    }

    @Override
    public int openInRoot(Path root, String path, int mode, OpenFlag... flags) throws IOException {
        return open(root.resolve(path.substring(1)), mode, flags);
    }

    @Override
    public Path pathOf(int fd) {
        return open.get(fd);
    }

    @Override
    public void close(int fd) {
        open.remove(fd);
    }

    @Override
    public int read(int fd, ByteBuffer into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(int fd, ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setNonBlocking(int fd, boolean nonBlocking) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int duplicate(int fd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int[] pipe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setPipeCapacity(int fd, int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int available(int fd) {
        throw new UnsupportedOperationException();
    }
}
