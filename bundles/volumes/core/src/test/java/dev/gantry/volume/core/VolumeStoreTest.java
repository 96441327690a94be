package dev.gantry.volume.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Volume;
import dev.gantry.api.types.VolumeCreateRequest;
import dev.gantry.api.types.VolumesPruneReport;
import dev.gantry.json.JacksonCodec;
import dev.gantry.linux.DiskAtomicFiles;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.SystemCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
    private final List<String> told = new ArrayList<>();
    private DirectoryDriver driver;
    private VolumeStore store;

    @TempDir
    Path directory;

    @BeforeEach
    void begin() {
        driver = new DirectoryDriver(directory.resolve("driver"));
        store = open();
    }

    private VolumeStore open() {
        VolumeStore opened = new VolumeStore(
                new Records(directory, new DiskAtomicFiles(), new JacksonCodec()),
                new TreeCopy(new KernelFileNodes(new SystemCalls()), new KernelDescriptors(new SystemCalls())));
        opened.addDriver(driver, Map.of("name", "local"));
        opened.bindEvents(new Events() {
            @Override
            public void publish(Event event) {
                told.add(event.action() + " " + event.id());
            }

            @Override
            public EventStream subscribe(EventQuery query) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int listeners() {
                return 0;
            }
        });
        return opened;
    }

    private Volume create(String name, Map<String, String> labels) {
        return store.create(new VolumeCreateRequest("", null, labels, name));
    }

    private static Filters filter(String key, String value) {
        return new Filters(Map.of(key, List.of(value)));
    }

    private List<String> names(Filters filters) {
        return store.list(filters).Volumes().stream().map(Volume::Name).toList();
    }

    private EngineException refused(ErrorKind kind, Runnable work) {
        EngineException e = assertThrows(EngineException.class, work::run);
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    @Test
    void creatingTwiceGivesTheSameVolumeAndOneEvent() {
        Volume first = create("data", Map.of("a", "b"));
        assertEquals(first, create("data", null));
        assertEquals("local", first.Driver());
        assertEquals(Map.of("a", "b"), first.Labels());
        assertEquals(List.of("create data"), told);
    }

    @Test
    void withoutANameItIsAnonymous() {
        Volume volume = create("", null);
        assertTrue(volume.Name().matches("[0-9a-f]{64}"));
        assertEquals(Map.of("com.docker.volume.anonymous", ""), volume.Labels());
    }

    @Test
    void aDriverNobodyHasIsNotFound() {
        EngineException e =
                refused(ErrorKind.NOT_FOUND, () -> store.create(new VolumeCreateRequest("foo", null, null, "x")));
        assertEquals("create x: error looking up volume plugin foo: plugin \"foo\" not found", e.getMessage());
    }

    @Test
    void aNameBelongsToOneDriver() {
        create("data", null);
        store.addDriver(new DirectoryDriver(directory.resolve("other")), Map.of("name", "other"));
        EngineException e =
                refused(ErrorKind.CONFLICT, () -> store.create(new VolumeCreateRequest("other", null, null, "data")));
        assertEquals("create data: volume name must be unique", e.getMessage());
    }

    @Test
    void whatIsUsedIsNotRemoved() {
        create("data", null);
        store.use("data", "c2");
        store.use("data", "c1");
        EngineException e = refused(ErrorKind.CONFLICT, () -> store.remove("data", true));
        assertEquals("remove data: volume is in use - [c1, c2]", e.getMessage());
        store.release("data", "c1");
        store.release("data", "c2");
        store.remove("data", false);
        assertEquals(
                "get data: no such volume",
                refused(ErrorKind.NOT_FOUND, () -> store.inspect("data")).getMessage());
        assertEquals(List.of("create data", "destroy data"), told);
    }

    @Test
    void removingWhatIsMissingIsAnErrorUnlessForced() {
        refused(ErrorKind.NOT_FOUND, () -> store.remove("missing", false));
        store.remove("missing", true);
    }

    @Test
    void mountsOnceForAllAndUnmountsAfterTheLast() {
        create("data", null);
        Path path = store.mount("data", "c1");
        assertEquals(path, store.mount("data", "c2"));
        store.unmount("data", "c1");
        store.unmount("data", "c1");
        assertFalse(driver.calls.contains("unmount data"));
        store.unmount("data", "c2");
        assertTrue(driver.calls.contains("unmount data"));
        assertEquals(List.of("create data", "mount data", "mount data", "unmount data", "unmount data"), told);
    }

    @Test
    void usersOutliveTheProvider() {
        create("data", Map.of("a", "b"));
        store.use("data", "c1");
        store.mount("data", "c1");
        store = open();
        assertEquals(Map.of("a", "b"), store.inspect("data").Labels());
        refused(ErrorKind.CONFLICT, () -> store.remove("data", false));
        store.retain(Set.of("c1"), Set.of());
        assertTrue(driver.calls.contains("unmount data"));
        refused(ErrorKind.CONFLICT, () -> store.remove("data", false));
        store.retain(Set.of(), Set.of());
        store.remove("data", false);
    }

    @Test
    void listsByFilter() {
        create("web", Map.of("tier", "1"));
        create("db", Map.of("tier", "2"));
        store.use("db", "c1");
        driver.create("stray", Map.of());
        assertEquals(List.of("db", "stray", "web"), names(Filters.NONE));
        assertEquals(List.of("stray", "web"), names(filter("dangling", "true")));
        assertEquals(List.of("db"), names(filter("dangling", "0")));
        assertEquals(List.of("web"), names(filter("label", "tier=1")));
        assertEquals(List.of("db", "web"), names(filter("label", "tier")));
        assertEquals(List.of("web"), names(filter("name", "we")));
        assertEquals(List.of(), names(filter("driver", "nfs")));
        assertNull(store.list(Filters.NONE).Warnings());
        assertEquals(
                "invalid filter 'x'",
                refused(ErrorKind.INVALID_PARAMETER, () -> names(filter("x", "y")))
                        .getMessage());
    }

    @Test
    void pruneTakesAnonymousOnesUnlessToldOtherwise() {
        create("named", null);
        String anonymous = create("", null).Name();
        String used = create("", null).Name();
        store.use(used, "c1");
        VolumesPruneReport report = store.prune(Filters.NONE, false);
        assertEquals(List.of(anonymous), report.VolumesDeleted());
        assertEquals(List.of("named"), store.prune(filter("all", "1"), false).VolumesDeleted());
        assertEquals(List.of(used), names(Filters.NONE));
    }

    @Test
    void usageCountsBytesAndContainers() throws Exception {
        Volume volume = create("data", null);
        java.nio.file.Files.writeString(Path.of(volume.Mountpoint(), "f"), "12345");
        Path inside = Path.of(volume.Mountpoint());
        java.nio.file.Files.createLink(inside.resolve("again"), inside.resolve("f"));
        java.nio.file.Files.createSymbolicLink(inside.resolve("link"), Path.of("ff"));
        store.use("data", "c1");
        assertEquals(7, store.usage().Volumes().getFirst().UsageData().Size());
        assertEquals(1, store.usage().Volumes().getFirst().UsageData().RefCount());
    }
}
