package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.Platform;
import dev.gantry.api.types.Timestamps;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/// `docker import`.
public final class Importer {
    private final Store store;
    private final ServiceSlot<Registry> registry;

    /// @param store where the image goes
    /// @param registry fetches archives that are elsewhere
    public Importer(Store store, ServiceSlot<Registry> registry) {
        this.store = store;
        this.registry = registry;
    }

    /// See [dev.gantry.api.image.ImageTransfers#importImage].
    public String importImage(ImportRequest request, ProgressSink progress) throws IOException {
        InputStream source = request.source();
        if (source != null) {
            return assemble(request, source, _ -> {});
        }
        URI address = Objects.requireNonNull(request.address());
        try (BlobStream found = registry.call(service -> service.fetch(address, Map.of()))) {
            progress.status("Downloading from " + address);
            ItemReport report = new ItemReport(progress, "");
            String id = assemble(request, found.body(), read -> report.bytes("Importing", read, found.size()));
            report.bytes("Importing", found.size(), found.size());
            return id;
        }
    }

    private String assemble(ImportRequest request, InputStream source, LongConsumer read) throws IOException {
        ImageConfig config = new Changes(store.backends().json()).apply(OciImage.EMPTY, request.changes());
        Platform platform = request.platform() == null ? Platforms.host() : request.platform();
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            ImageAssembly assembly = new ImageAssembly(store, lease.id());
            Descriptor layer = layer(store.backends().content().under(lease.id()), source, read);
            String diffId = unpacked(assembly, layer);
            String now = Timestamps.format(Instant.now());
            OciImage.Step step = new OciImage.Step(now, "", "", request.message(), false);
            OciImage image = new OciImage(
                    now,
                    "",
                    platform.architecture(),
                    platform.variant(),
                    platform.os(),
                    "",
                    null,
                    config,
                    new OciImage.RootFs("layers", List.of(diffId)),
                    List.of(step),
                    "",
                    "",
                    Versions.DOCKER);
            ImageContent made = assembly.write(image, List.of(layer), "");
            assembly.name(request.target(), made);
            store.events().named(request.target(), made.id(), image);
            store.events().of("import", made.id(), made.id(), image);
            return made.id();
        }
    }

    private static String unpacked(ImageAssembly assembly, Descriptor layer) {
        try {
            return assembly.unpackBase(layer);
        } catch (EngineException e) {
            throw Thread.currentThread().isInterrupted() ? e : e.prefixed("Error processing tar file");
        }
    }

    /// gzip and zstd stay as they are; the rest is stored plain.
    private static Descriptor layer(ContentStore leased, InputStream source, LongConsumer read) throws IOException {
        BufferedInputStream in = new BufferedInputStream(source, 64 << 10);
        Compression compression = Compression.of(in);
        String type = switch (compression) {
            case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
            case ZSTD -> MediaTypes.OCI_LAYER + "+zstd";
            default -> MediaTypes.DOCKER_LAYER;
        };
        boolean kept = compression == Compression.GZIP || compression == Compression.ZSTD;
        return Ingest.write(leased, kept ? in : compression.undo(in), type, read);
    }
}
