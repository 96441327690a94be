package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.MountSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("machine")
class KernelMountsTest {
    private final KernelMounts mounts = new KernelMounts(new SystemCalls());

    @TempDir
    Path directory;

    @Test
    void bindsReadOnly() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path target = Files.createDirectory(directory.resolve("target"));
        mounts.mount(new MountSpec("bind", source.toString(), List.of("rbind", "ro", "rprivate")), target);
        try {
            assertThrows(IOException.class, () -> Files.createFile(target.resolve("f")));
            assertTrue(mounts.list().stream()
                    .anyMatch(m -> m.target().equals(target) && m.options().contains("ro")));
        } finally {
            mounts.unmountAll(target);
        }
        mounts.unmountAll(target);
        assertTrue(mounts.list().stream().noneMatch(m -> m.target().equals(target)));
    }

    @Test
    void mountsMoreLowerDirectoriesThanAPageNames() throws Exception {
        // On a tmpfs: the file system of the temporary directory may not carry an overlay.
        Path base = Files.createDirectory(directory.resolve("base"));
        mounts.mount(new MountSpec("tmpfs", "tmpfs", List.of("size=8m")), base);
        Path target = Files.createDirectory(directory.resolve("merged"));
        try {
            List<String> lower = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Path layer = Files.createDirectories(base.resolve("a-rather-long-name-of-a-snapshot-" + i + "/fs"));
                Files.writeString(layer.resolve("f" + i), "x");
                lower.add(layer.toString());
            }
            List<String> options = List.of("index=off", "lowerdir=" + String.join(":", lower));
            assertTrue(options.toString().length() > 4096);
            mounts.mount(new MountSpec("overlay", "overlay", options), target);
            try (var files = Files.list(target)) {
                assertEquals(60, files.count());
            }
        } finally {
            mounts.unmountAll(target);
            mounts.unmountAll(base);
        }
    }
}
