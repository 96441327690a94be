package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.SnapshotInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("machine")
class StoresMachineTest {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static PrivateContainerd box;

    private ContainerdContent content;
    private ContainerdSnapshots snapshots;
    private ContainerdLeases leases;
    private ContainerdImages images;
    private ContainerdDiffs diffs;

    @BeforeAll
    static void startContainerd() {
        box = PrivateContainerd.start();
    }

    @AfterAll
    static void stopContainerd() {
        box.close();
    }

    @BeforeEach
    void connect() {
        content = new ContainerdContent(box.client());
        snapshots = new ContainerdSnapshots(box.client());
        leases = new ContainerdLeases(box.client());
        images = new ContainerdImages(box.client());
        diffs = new ContainerdDiffs(box.client());
    }

    @Test
    void resumesAnIngestWhereItStopped() throws Exception {
        byte[] data = bytes(5_000_000, 1);
        Descriptor descriptor = descriptor("x/blob", data);
        try (ContentWriter writer = content.writer("resumed", descriptor).orElseThrow()) {
            assertEquals(0, writer.offset());
            writer.write(data, 0, 3_000_000);
        }
        assertEquals(3_000_000, content.ingest("resumed").orElseThrow().offset());
        box.replaceDaemon();
        connect();
        try (ContentWriter writer = content.writer("resumed", descriptor).orElseThrow()) {
            assertEquals(3_000_000, writer.offset());
            writer.write(data, 3_000_000, 2_000_000);
            assertEquals(
                    descriptor.digest(), writer.commit(data.length, descriptor.digest(), Map.of(GcLabels.ROOT, "now")));
        }
        assertEquals(Optional.empty(), content.ingest("resumed"));
        try (InputStream stream = content.open(descriptor.digest(), 4_000_000)) {
            assertArrayEquals(Arrays.copyOfRange(data, 4_000_000, 5_000_000), stream.readAllBytes());
        }
        assertEquals(Optional.empty(), content.writer("again", descriptor));
    }

    @Test
    void aWriterThatIsCancelledWhileItOpensLeavesNoLock() throws IOException {
        Descriptor descriptor = descriptor("x/blob", bytes(1000, 9));
        Thread.currentThread().interrupt();
        try {
            assertThrows(EngineException.class, () -> content.writer("cancelled", descriptor));
        } finally {
            Thread.interrupted();
        }
        content.writer("cancelled", descriptor).orElseThrow().close();
    }

    @Test
    void anOpenWriterOutlivesItsProvider() throws Exception {
        byte[] data = bytes(3_000_000, 8);
        Descriptor descriptor = descriptor("x/blob", data);
        try (ContentWriter writer = content.writer("outlives", descriptor).orElseThrow()) {
            writer.write(data, 0, 1_000_000);
            box.replaceDaemon();
            writer.write(data, 1_000_000, 2_000_000);
            writer.commit(data.length, descriptor.digest(), Map.of(GcLabels.ROOT, "now"));
        }
        connect();
        assertTrue(content.find(descriptor.digest()).isPresent());
    }

    @Test
    void refusesAWrongDigestAndStartsAgain() throws Exception {
        byte[] data = bytes(1000, 2);
        Descriptor descriptor = descriptor("x/blob", data);
        try (ContentWriter writer = content.writer("wrong", descriptor).orElseThrow()) {
            writer.write(bytes(1000, 3), 0, 1000);
            EngineException e =
                    assertThrows(EngineException.class, () -> writer.commit(1000, descriptor.digest(), Map.of()));
            assertEquals(ErrorKind.CONFLICT, e.kind());
        }
        assertEquals(Optional.empty(), content.find(descriptor.digest()));
        try (ContentWriter writer = content.writer("wrong", descriptor).orElseThrow()) {
            assertEquals(1000, writer.offset());
            writer.restart();
            writer.write(data, 0, 1000);
            writer.commit(1000, descriptor.digest(), Map.of(GcLabels.ROOT, "now"));
        }
        assertTrue(content.find(descriptor.digest()).isPresent());
    }

    @Test
    void labelsFindsAndDeletesBlobs() throws Exception {
        byte[] data = bytes(100, 4);
        Descriptor descriptor = descriptor("x/blob", data);
        content.put(descriptor, data, Map.of(GcLabels.ROOT, "now", "colour", "red"));
        content.put(descriptor, data, Map.of("colour", "blue"));
        assertEquals(
                Map.of(GcLabels.ROOT, "now", "colour", "blue"),
                content.find(descriptor.digest()).orElseThrow().labels());
        assertEquals(1, content.list("labels.colour==blue").size());
        content.label(descriptor.digest(), Map.of("colour", ""));
        assertEquals(List.of(), content.list("labels.colour==blue"));
        assertArrayEquals(data, content.read(descriptor.digest(), 100));
        assertEquals(
                ErrorKind.INVALID_PARAMETER,
                assertThrows(EngineException.class, () -> content.read(descriptor.digest(), 99))
                        .kind());
        content.delete(descriptor.digest());
        content.delete(descriptor.digest());
        assertEquals(
                ErrorKind.NOT_FOUND,
                assertThrows(EngineException.class, () -> content.open(descriptor.digest(), 0))
                        .kind());
        content.abort("never was");
    }

    @Test
    void unpacksLayersOfEachCompressionAndPacksTheDifference() throws Exception {
        Path tree = Files.createDirectories(box.directory.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        Path tar = box.directory.resolve("layer.tar");
        PrivateContainerd.run("tar", "-C", tree.toString(), "-cf", tar.toString(), ".");
        String diffId = descriptor(LAYER, Files.readAllBytes(tar)).digest();
        PrivateContainerd.run("gzip", "-k", tar.toString());
        PrivateContainerd.run("zstd", "-q", tar.toString());
        try (OpenLease lease = leases.open(Duration.ofMinutes(5))) {
            for (String suffix : List.of("", "+gzip", "+zstd")) {
                String file = "layer.tar" + suffix.replace("+gzip", ".gz").replace("+zstd", ".zst");
                unpack(
                        lease,
                        LAYER + suffix,
                        Files.readAllBytes(box.directory.resolve(file)),
                        diffId,
                        "chain" + suffix);
            }
            List<Mount> lower = snapshots.under(lease.id()).view("lower", "chain+gzip", Map.of());
            List<Mount> upper = snapshots.under(lease.id()).prepare("upper", "chain+gzip", Map.of());
            Files.writeString(Path.of(upper.getFirst().source()).resolve("new"), "more");
            Descriptor made =
                    diffs.under(lease.id()).compare(lower, upper, LAYER + "+gzip", "commit-1", Map.of("a", "b"));
            assertEquals(LAYER + "+gzip", made.mediaType());
            Map<String, String> labels =
                    content.find(made.digest()).orElseThrow().labels();
            assertEquals("b", labels.get("a"));
            assertTrue(labels.get(GcLabels.UNCOMPRESSED).startsWith("sha256:"));
            assertTrue(snapshots.usage("upper").inodes() > 0);
            assertTrue(leases.resources(lease.id()).contains(LeasedResource.content(made.digest())));
        }
        leases.create("collector", Map.of());
        leases.delete("collector", true);
        assertEquals(Optional.empty(), snapshots.find("upper"));
    }

    private void unpack(OpenLease lease, String type, byte[] layer, String diffId, String chain) throws Exception {
        Descriptor descriptor = descriptor(type, layer);
        content.under(lease.id()).put(descriptor, layer, Map.of());
        List<Mount> mounts = snapshots.under(lease.id()).prepare("unpack " + chain, null, Map.of());
        assertEquals(diffId, diffs.under(lease.id()).apply(descriptor, mounts).digest());
        snapshots.under(lease.id()).commit(chain, "unpack " + chain, Map.of("colour", "red"));
        SnapshotInfo info = snapshots.find(chain).orElseThrow();
        assertEquals(SnapshotInfo.Kind.COMMITTED, info.kind());
        assertEquals(
                "blue",
                snapshots.label(chain, Map.of("colour", "blue")).labels().get("colour"));
        assertEquals(
                ErrorKind.CONFLICT,
                assertThrows(EngineException.class, () -> snapshots.prepare(chain, null, Map.of()))
                        .kind());
    }

    @Test
    void tellsADamagedLayer() throws Exception {
        byte[] damaged = bytes(5000, 9);
        Descriptor descriptor = descriptor(LAYER + "+gzip", damaged);
        content.put(descriptor, damaged, Map.of(GcLabels.ROOT, "now"));
        List<Mount> mounts = snapshots.prepare("damaged", null, Map.of(GcLabels.ROOT, "now"));
        assertThrows(EngineException.class, () -> diffs.apply(descriptor, mounts));
        snapshots.remove("damaged");
        snapshots.remove("damaged");
    }

    @Test
    void keepsWhatALeaseHoldsAndCollectsItAfterwards() throws Exception {
        byte[] data = bytes(100, 5);
        Descriptor descriptor = descriptor("x/blob", data);
        OpenLease lease = leases.open(Duration.ofMinutes(5));
        content.under(lease.id()).put(descriptor, data, Map.of());
        leases.create("collector", Map.of());
        leases.delete("collector", true);
        assertTrue(content.find(descriptor.digest()).isPresent());
        assertTrue(leases.list().contains(lease.id()));
        leases.delete(lease.id(), true);
        assertFalse(content.find(descriptor.digest()).isPresent());
        lease.close();
    }

    @Test
    void namesImages() throws Exception {
        byte[] data = bytes(10, 6);
        Descriptor target = content.put(descriptor("x/m", data), data, Map.of(GcLabels.ROOT, "now"))
                                .size()
                        == 10
                ? descriptor("x/m", data)
                : null;
        images.put("a:1", target, Map.of("k", "1"));
        images.put("a:1", target, Map.of("k", "2"));
        assertEquals(Map.of("k", "2"), images.find("a:1").orElseThrow().labels());
        assertEquals(
                ErrorKind.CONFLICT,
                assertThrows(EngineException.class, () -> images.create("a:1", target, Map.of()))
                        .kind());
        assertEquals(1, images.list("target.digest==" + target.digest()).size());
        images.delete("a:1", true);
        images.delete("a:1", false);
        assertEquals(Optional.empty(), images.find("a:1"));
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Descriptor descriptor(String type, byte[] data) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(data);
            return new Descriptor(type, "sha256:" + HexFormat.of().formatHex(hash), data.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
