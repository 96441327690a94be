package dev.gantry.images;

import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.LeaseStore;
import dev.gantry.api.runtime.Snapshots;
import dev.gantry.api.types.ProgressMessage;
import dev.gantry.images.store.Digests;
import dev.gantry.images.transfer.TransferSettings;
import dev.gantry.json.JacksonCodec;
import dev.gantry.libcontainerd.Containerd;
import dev.gantry.libcontainerd.ContainerdContent;
import dev.gantry.libcontainerd.ContainerdDiffs;
import dev.gantry.libcontainerd.ContainerdImages;
import dev.gantry.libcontainerd.ContainerdLeases;
import dev.gantry.libcontainerd.ContainerdSnapshots;
import dev.gantry.linux.KernelMounts;
import dev.gantry.linux.SystemCalls;
import dev.gantry.registry.HttpRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The image store on a real containerd and, where asked for, a real registry.
final class Fixture implements AutoCloseable {
    final PrivateContainerd containerd = PrivateContainerd.start();
    final JacksonCodec json = new JacksonCodec();
    final Registry registry = new HttpRegistry(json, Map.of());
    final ContentStore content;
    final Snapshots snapshots;
    final LeaseStore leases;
    final StoredImages images;
    private LocalRegistry local;

    @SuppressWarnings("NullAway")
    Fixture() throws IOException {
        Containerd connection =
                new Containerd(null, Map.of("containerd", containerd.socket().toString()));
        awaitSocket();
        content = new ContainerdContent(connection);
        snapshots = new ContainerdSnapshots(connection);
        leases = new ContainerdLeases(connection);
        images = new StoredImages(
                json,
                new KernelMounts(new SystemCalls()),
                containerd.directory().resolve("image"),
                new TransferSettings(3, 5, 3, Duration.ofMillis(20)));
        images.bindContentStore(content);
        images.bindSnapshots(snapshots);
        images.bindDiffs(new ContainerdDiffs(connection));
        images.bindImageStore(new ContainerdImages(connection));
        images.bindLeaseStore(leases);
        images.bindRegistry(registry);
    }

    private void awaitSocket() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(containerd.socket()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /// The host of a real registry, started when first asked for.
    String host() throws IOException {
        if (local == null) {
            local = new LocalRegistry(containerd.directory().resolve("registry"));
        }
        return local.host();
    }

    String importImage(String tag, byte[] archive, String... changes) throws IOException {
        Reference target = tag.isEmpty() ? null : Reference.parse(tag);
        return images.importImage(
                new ImportRequest(new ByteArrayInputStream(archive), null, target, "", List.of(changes), null),
                ProgressSink.NONE);
    }

    /// Pulls and gives what was told, as `id status`.
    List<String> pull(String reference) {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        images.pull(request(reference), message -> told.add(text(message)));
        return told;
    }

    static PullRequest request(String reference) {
        return new PullRequest(Reference.parse(reference), null, Credentials.NONE, Map.of());
    }

    static String text(ProgressMessage message) {
        return (message.id() + " " + message.status() + message.stream()).strip();
    }

    /// Puts an image of plain bytes into the registry, without any engine.
    ///
    /// @return the manifest's digest
    String publish(
            String reference,
            String manifestType,
            String configType,
            String layerType,
            List<byte[]> layers,
            List<byte[]> plain)
            throws IOException {
        Reference name = Reference.parse(reference);
        try (RepositoryClient client = registry.open(name, Credentials.NONE, Access.PUSH, Map.of())) {
            StringBuilder diffIds = new StringBuilder();
            plain.forEach(p -> diffIds.append(diffIds.isEmpty() ? "" : ",")
                    .append('"')
                    .append(Digests.of(p))
                    .append('"'));
            byte[] config = ("{\"architecture\":\"" + Platforms.host().architecture()
                            + "\",\"os\":\"linux\",\"created\":\"2024-01-02T03:04:05.6Z\",\"config\":{\"Cmd\":[\"sh\"],\"Labels\":{\"a\":\"b\"}},"
                            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]},\"history\":[]}")
                    .getBytes(StandardCharsets.UTF_8);
            StringBuilder list = new StringBuilder();
            for (byte[] layer : layers) {
                String descriptor = push(client, layerType, layer);
                list.append(list.isEmpty() ? "" : ",").append(descriptor);
            }
            byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + manifestType + "\",\"config\":"
                            + push(client, configType, config) + ",\"layers\":[" + list + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            put(client, String.valueOf(name.tag()), manifestType, manifest);
            return Digests.of(manifest);
        }
    }

    static void put(RepositoryClient client, String tag, String type, byte[] manifest) {
        client.putManifest(tag, new Manifest(new Descriptor(type, Digests.of(manifest), manifest.length), manifest));
    }

    private static String push(RepositoryClient client, String type, byte[] blob) {
        Descriptor descriptor = new Descriptor(type, Digests.of(blob), blob.length);
        client.pushBlob(descriptor, () -> new ByteArrayInputStream(blob), _ -> {});
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + descriptor.digest() + "\",\"size\":" + blob.length
                + "}";
    }

    /// Everything that containerd holds, by kind.
    Map<String, Integer> holdings() {
        return Map.of(
                "content", content.list().size(),
                "ingests", content.ingests().size(),
                "snapshots", snapshots.list().size(),
                "leases", leases.list().size(),
                "images", images.count());
    }

    /// Waits until containerd has collected what nobody refers to.
    void collect() {
        String lease = "collect-" + System.nanoTime();
        leases.create(lease, Map.of());
        leases.delete(lease, true);
    }

    @Override
    public void close() throws IOException {
        images.stop();
        if (local != null) {
            local.close();
        }
        containerd.close();
    }
}
