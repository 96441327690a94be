package dev.gantry.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailuresTest {
    @Test
    void saysWhatJavaSaysByTypeOnly(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path none = directory.resolve("none");
        IOException missing = assertThrows(IOException.class, () -> Files.readString(none));
        assertEquals(none + ": no such file or directory", FileFailures.words(missing));
        IOException taken = assertThrows(IOException.class, () -> Files.createDirectories(file));
        assertEquals(file + ": file exists", FileFailures.words(taken));
        IOException full = assertThrows(IOException.class, () -> Files.delete(directory));
        assertEquals(directory + ": directory not empty", FileFailures.words(full));
        assertEquals("other words", FileFailures.words(new IOException("other words")));
    }
}
