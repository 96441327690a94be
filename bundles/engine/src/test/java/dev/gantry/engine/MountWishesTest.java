package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.EmptyObject;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.engine.record.ContainerMount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountWishesTest {
    private static final ContainerConfig PLAIN =
            ContainerConfigBuilder.builder().build();

    private static List<ContainerMount> of(ContainerConfig config, HostConfig host) {
        return new MountWishes(name -> List.of()).of(config, host);
    }

    private static HostConfig binds(String... binds) {
        return HostConfigBuilder.builder().Binds(List.of(binds)).build();
    }

    @Test
    void readsABindOfADirectory() {
        ContainerMount mount = of(PLAIN, binds("/srv//x:/data:ro,rshared")).getFirst();
        assertEquals("bind", mount.type());
        assertEquals("/srv/x", mount.source());
        assertEquals("/data", mount.destination());
        assertEquals("rshared", mount.propagation());
        assertFalse(mount.writable());
    }

    @Test
    void readsNamedAndAnonymousVolumes() {
        List<ContainerMount> mounts = of(PLAIN, binds("store:/a:nocopy", "/b"));
        assertEquals("store", mounts.get(0).name());
        assertFalse(mounts.get(0).copyUp());
        assertFalse(mounts.get(0).anonymous());
        assertTrue(mounts.get(1).anonymous());
        assertTrue(mounts.get(1).copyUp());
    }

    @Test
    void leavesAnImagesVolumeAwayWhereSomethingElseIsMounted() {
        ContainerConfig config = ContainerConfigBuilder.builder()
                .Volumes(Map.of("/a", new EmptyObject(), "/t", new EmptyObject()))
                .build();
        HostConfig host = HostConfigBuilder.builder(binds("/srv:/a"))
                .Tmpfs(Map.of("/t", ""))
                .build();
        assertEquals(
                List.of("/a"),
                of(config, host).stream().map(ContainerMount::destination).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "/a:relative", "/a:/", "a b:/c", "/a:/b:purple", "/a:/b:ro:x", "/a:/b:nocopy"})
    void refusesWhatIsNoVolume(String bind) {
        assertThrows(EngineException.class, () -> of(PLAIN, binds(bind)));
    }

    @Test
    void refusesTwoMountsAtOnePlace() {
        EngineException refused = assertThrows(EngineException.class, () -> of(PLAIN, binds("/x:/a", "/y:/a/")));
        assertEquals("Duplicate mount point: /a", refused.getMessage());
    }
}
