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
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.VolumeOptions;
import dev.gantry.engine.record.ContainerMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountWishesTest {
    private static final ContainerConfig PLAIN =
            ContainerConfigBuilder.builder().build();

    private static List<ContainerMount> of(ContainerConfig config, HostConfig host) {
        return new MountWishes(name -> List.of(), Path.of("/var/lib/docker")).of(config, host);
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
    @ValueSource(strings = {"", ":", "/a:relative", "/a:/", "/a:/b:purple", "/a:/b:ro:x", "/a:/b:nocopy"})
    void refusesWhatIsNoVolume(String bind) {
        assertThrows(EngineException.class, () -> of(PLAIN, binds(bind)));
    }

    @Test
    void overlooksWhatOnlyOtherPlatformsKnow() {
        assertEquals("rprivate", of(PLAIN, binds("/srv:/a:cached")).getFirst().propagation());
    }

    @Test
    void letsTheDaemonsOwnMountsGoWhereABindShowsThem() {
        assertEquals("rslave", of(PLAIN, binds("/var:/a:ro")).getFirst().propagation());
        assertEquals("rshared", of(PLAIN, binds("/:/a:rshared")).getFirst().propagation());
        assertThrows(EngineException.class, () -> of(PLAIN, binds("/:/a:private")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a:ro | invalid volume specification: '/a:ro'",
                "/a: | invalid volume specification: '/a:'",
                "/a:b | invalid volume specification: '/a:b': invalid mount config for type \"bind\": invalid mount path: 'b' mount path must be absolute",
                "/a:/b:nocopy | invalid volume specification: '/a:/b:nocopy': invalid mount config for type \"bind\": field VolumeOptions must not be specified",
                "vol:/b:shared | invalid volume specification: 'vol:/b:shared': invalid mount config for type \"volume\": field BindOptions must not be specified",
                "/a:/b:ro,rw | invalid mode: ro,rw",
            })
    void saysWhatIsWrongInDockersWords(String bind, String words) {
        assertEquals(
                words,
                assertThrows(EngineException.class, () -> of(PLAIN, binds(bind)))
                        .getMessage()
                        .replace("\\\"", "\""));
    }

    @Test
    void refusesUnknownModesOfVolumesFromOthers() {
        HostConfig host =
                HostConfigBuilder.builder().VolumesFrom(List.of("other:bad")).build();
        assertEquals(
                "invalid mode: bad",
                assertThrows(EngineException.class, () -> of(PLAIN, host)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/abs", "../up", "a/../../up"})
    void refusesPartsOfVolumesThatLieOutside(String subpath) {
        Mount wish = new Mount(
                "volume",
                "data",
                "/x",
                false,
                "",
                null,
                new VolumeOptions(false, null, subpath, null),
                null,
                null,
                null);
        HostConfig host = HostConfigBuilder.builder().Mounts(List.of(wish)).build();
        assertThrows(EngineException.class, () -> of(PLAIN, host));
    }

    @Test
    void refusesTwoMountsAtOnePlace() {
        EngineException refused = assertThrows(EngineException.class, () -> of(PLAIN, binds("/x:/a", "/y:/a/")));
        assertEquals("Duplicate mount point: /a", refused.getMessage());
    }
}
