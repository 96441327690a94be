package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.linux.MountPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedMountsTest {
    private static MountPoint mount(int id, String target) {
        return new MountPoint(id, 0, "/", Path.of(target), List.of(), List.of(), "ext4", "/dev/x", List.of());
    }

    @Test
    void aPathIsOnTheDeepestMountAndTheLastAtItsPlace() throws IOException {
        List<MountPoint> all = List.of(mount(1, "/"), mount(2, "/data"), mount(3, "/data"), mount(4, "/database"));
        assertEquals(3, SharedMounts.under(Path.of("/data/a/b"), all).id());
        assertEquals(4, SharedMounts.under(Path.of("/database"), all).id());
        assertEquals(1, SharedMounts.under(Path.of("/dat"), all).id());
    }
}
