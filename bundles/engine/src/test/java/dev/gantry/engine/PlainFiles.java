package dev.gantry.engine;

import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files without modes and syncs.
final class PlainFiles implements AtomicFiles {
    @Override
    public void write(Path file, byte[] content, int mode) throws IOException {
        Files.write(file, content);
    }

    @Override
    public void writeVolatile(Path file, byte[] content, int mode) throws IOException {
        Files.write(file, content);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void directories(Path directory, int mode) throws IOException {
        Files.createDirectories(directory);
    }
}
