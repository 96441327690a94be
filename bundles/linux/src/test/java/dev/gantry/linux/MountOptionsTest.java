package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    @Test
    void splitsFlagsPropagationAndData() {
        MountOptions options = MountOptions.parse(List.of("rbind", "ro", "nosuid", "rprivate", "size=64m", "suid"));
        assertEquals(MountOptions.BIND | MountOptions.RECURSIVE | MountOptions.READ_ONLY, options.flags());
        assertEquals(1 << 18 | MountOptions.RECURSIVE, options.propagation());
        assertEquals(List.of("size=64m"), options.data());
        assertTrue(options.needsRemount());
        assertFalse(MountOptions.parse(List.of("rbind", "rw")).needsRemount());
    }

    @Test
    void namesLowerDirectoriesFromTheirAncestor() {
        OverlayData shorter =
                OverlayData.shorten(List.of("upperdir=/x/u", "lowerdir=/s/1/fs:/s/22/fs", "workdir=/x/w"));
        assertEquals(Path.of("/s"), shorter.directory());
        assertEquals(List.of("upperdir=/x/u", "lowerdir=1/fs:22/fs", "workdir=/x/w"), shorter.data());
        assertNull(OverlayData.shorten(List.of("lowerdir=/a:/b")));
    }

    @Test
    void readsTheMountTable() {
        var mounts = MountTable.parse(List.of(
                "36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue"));
        assertEquals(Path.of("/mnt 2"), mounts.getFirst().target());
        assertEquals(List.of("master:1", "shared:7"), mounts.getFirst().propagation());
        assertEquals("ext3", mounts.getFirst().type());
    }
}
