package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.MountPoint;
import dev.gantry.api.linux.Mounts;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDataRootTest {
    @TempDir
    Path directory;

    private final List<MountPoint> table = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private int next = 100;
    private Path root;

    @BeforeEach
    void machine() throws IOException {
        root = Files.createDirectories(directory.toRealPath().resolve("data"));
        Files.createDirectories(directory.resolve("exec"));
        mounted("/", List.of());
    }

    private void mounted(String target, List<String> propagation) {
        table.add(new MountPoint(next++, 1, "/", Path.of(target), List.of(), propagation, "ext4", "/dev/x", List.of()));
    }

    /// A table of mounts that changes as the kernel's does.
    private Mounts mounts() {
        return (Mounts) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Mounts.class}, (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "list" -> {
                            return List.copyOf(table);
                        }
                        case "mount" -> mounted(arguments[1].toString(), List.of());
                        case "setPropagation" -> {
                            table.removeLast();
                            next--;
                            mounted(arguments[0].toString(), List.of("shared:7"));
                        }
                        default -> table.removeLast();
                    }
                    calls.add(method.getName());
                    return null;
                });
    }

    private SharedDataRoot dataRoot() {
        return new SharedDataRoot(directory.resolve("data"), directory.resolve("exec"), mounts(), new PlainFiles());
    }

    private boolean isNoted() {
        return Files.exists(directory.resolve("exec/unmount-on-shutdown"));
    }

    @Test
    void whereMountsAreNotSharedItIsMountedOverItselfAndThatIsTakenBack() {
        dataRoot().prepare();
        assertEquals(List.of("mount", "setPropagation"), calls);
        assertEquals(root, table.getLast().target());
        assertTrue(isNoted());
        dataRoot().release();
        assertEquals(List.of("mount", "setPropagation", "unmount"), calls);
        assertFalse(isNoted());
    }

    @Test
    void aDaemonThatFollowsOneThatDiedTakesItBack() {
        SharedDataRoot first = dataRoot();
        first.prepare();
        assertTrue(first.isFresh());
        SharedDataRoot second = dataRoot();
        second.prepare();
        assertFalse(second.isFresh());
        assertTrue(isNoted());
        second.release();
        assertEquals(List.of("mount", "setPropagation", "unmount"), calls);
    }

    @Test
    void aSharedOrSlaveMountIsAsItShouldBe() {
        table.clear();
        mounted("/", List.of("shared:1"));
        dataRoot().prepare();
        table.clear();
        mounted("/", List.of("master:1"));
        dataRoot().prepare();
        dataRoot().release();
        assertEquals(List.of(), calls);
        assertFalse(isNoted());
    }

    @Test
    void aMountOfItsOwnIsMadeSharedAndNeverTakenAway() {
        mounted(root.toString(), List.of());
        dataRoot().prepare();
        assertEquals(List.of("setPropagation"), calls);
        assertFalse(isNoted());
        dataRoot().release();
        assertEquals(List.of("setPropagation"), calls);
    }

    @Test
    void aNoteFromBeforeABootMeansNothing() throws IOException {
        mounted(root.toString(), List.of("shared:7"));
        Files.writeString(directory.resolve("exec/unmount-on-shutdown"), "another-boot " + (next - 1));
        dataRoot().release();
        assertEquals(List.of(), calls);
        dataRoot().prepare();
        assertFalse(isNoted());
    }
}
