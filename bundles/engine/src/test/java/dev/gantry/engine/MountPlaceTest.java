package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPlaceTest {
    private final PathDescriptors descriptors = new PathDescriptors();

    @TempDir
    Path root;

    private Path opened(String destination, boolean directory) throws IOException {
        int fd = new MountPlace(descriptors, root).open(destination, directory);
        Path path = descriptors.pathOf(fd);
        descriptors.close(fd);
        assertEquals(Map.of(), descriptors.open);
        return path;
    }

    @Test
    void makesTheDirectoriesThatAreMissing() throws IOException {
        assertTrue(Files.isDirectory(opened("/a/b/c", true)));
        assertTrue(Files.isDirectory(root.resolve("a/b/c")));
    }

    @Test
    void makesAnEmptyFileForAFile() throws IOException {
        assertTrue(Files.isRegularFile(opened("/etc/app.conf", false)));
    }

    @Test
    void takesWhatIsThere() throws IOException {
        Files.writeString(root.resolve("here"), "x");
        assertEquals("x", Files.readString(opened("/here", true)));
    }

    @Test
    void closesEverythingWhenSomethingIsInTheWay() throws IOException {
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("/nowhere"));
        assertThrows(IOException.class, () -> opened("/dangling/x", true));
        assertEquals(Map.of(), descriptors.open);
    }
}
