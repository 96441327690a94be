package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path directory;

    private Path holding(String content) throws IOException {
        return Files.writeString(directory.resolve("x.pid"), content);
    }

    private static void closeAfter(Path file) {
        try (PidFile pidFile = new PidFile()) {
            pidFile.remember(file);
        }
    }

    @Test
    void goesAtTheEnd() throws IOException {
        Path file = holding(ProcessHandle.current().pid() + "\n");
        try (PidFile pidFile = new PidFile()) {
            pidFile.remember(file);
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void anothersStays() throws IOException {
        Path file = holding("1");
        closeAfter(file);
        assertTrue(Files.exists(file));
    }

    @Test
    void oneThatIsGoneOrUnreadableIsNoFailure() {
        assertDoesNotThrow(() -> closeAfter(directory.resolve("none")));
        assertDoesNotThrow(() -> closeAfter(directory));
    }
}
