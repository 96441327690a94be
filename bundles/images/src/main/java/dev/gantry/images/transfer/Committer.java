package dev.gantry.images.transfer;

import dev.gantry.api.image.CommitRequest;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.SnapshotInfo;
import dev.gantry.api.runtime.Snapshots;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.Platform;
import dev.gantry.api.types.Timestamps;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import dev.gantry.images.store.Uninterrupted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `docker commit`.
public final class Committer {
    private final Store store;

    /// @param store where the image goes
    public Committer(Store store) {
        this.store = store;
    }

    /// See [dev.gantry.api.image.ImageTransfers#commit].
    public String commit(CommitRequest request) {
        StoredImage parent =
                request.imageId().isEmpty() ? null : store.catalog().resolve(request.imageId(), null);
        ImageConfig config = new Changes(store.backends().json()).apply(config(request), request.changes());
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            Descriptor layer = layer(request.containerId(), lease.id());
            String diffId = store.backends()
                    .content()
                    .find(layer.digest())
                    .map(info -> info.labels().get(GcLabels.UNCOMPRESSED))
                    .orElse(layer.digest());
            ImageAssembly assembly = new ImageAssembly(store, lease.id());
            OciImage image = image(request, parent, config, diffId);
            ImageContent made = assembly.write(
                    image, joined(parent == null ? List.of() : parent.content().layers(), layer), request.imageId());
            assembly.name(request.target(), made);
            store.events().of("create", made.id(), made.id(), image);
            store.events().named(request.target(), made.id(), image);
            return made.id();
        }
    }

    private static <T> List<T> joined(List<T> below, T top) {
        List<T> all = new ArrayList<>(below);
        all.add(top);
        return all;
    }

    private Descriptor layer(String containerId, String lease) {
        Snapshots snapshots = store.backends().snapshots().under(lease);
        String base = snapshots.find(containerId).map(SnapshotInfo::parent).orElse(null);
        String key = "commit-" + UUID.randomUUID();
        try {
            List<Mount> lower = snapshots.view(key, base, Map.of());
            Descriptor made = store.backends()
                    .diffs()
                    .under(lease)
                    .compare(lower, snapshots.mounts(containerId), MediaTypes.OCI_LAYER + "+gzip", key, Map.of());
            return new Descriptor(MediaTypes.DOCKER_LAYER_GZIP, made.digest(), made.size());
        } finally {
            Uninterrupted.run(() -> snapshots.remove(key));
            Uninterrupted.run(() -> store.backends().content().abort(key));
        }
    }

    private static OciImage image(
            CommitRequest request, @Nullable StoredImage parent, ImageConfig config, String diffId) {
        String now = Timestamps.format(Instant.now());
        List<String> command = request.containerConfig().Cmd();
        String createdBy = command == null ? "" : String.join(" ", command);
        OciImage.Step step = new OciImage.Step(now, createdBy, request.author(), request.comment(), false);
        OciImage from = parent == null ? null : parent.image();
        Platform platform = from == null ? Platforms.host() : from.platform();
        return new OciImage(
                now,
                request.author(),
                platform.architecture(),
                platform.variant(),
                platform.os(),
                platform.osVersion(),
                platform.osFeatures(),
                config,
                new OciImage.RootFs("layers", joined(from == null ? List.of() : from.diffIds(), diffId)),
                joined(from == null ? List.of() : from.history(), step),
                request.comment(),
                request.containerId(),
                Versions.DOCKER);
    }

    /// What the client wants; what it leaves open is the container's.
    private static ImageConfig config(CommitRequest request) {
        ImageConfig container = portable(request.containerConfig());
        return request.config() == null ? container : Merge.over(portable(request.config()), container);
    }

    private static ImageConfig portable(ContainerConfig config) {
        return new ImageConfig(
                config.User(),
                config.ExposedPorts(),
                config.Env(),
                config.Entrypoint(),
                config.Cmd(),
                config.Volumes(),
                config.WorkingDir(),
                config.Labels(),
                config.StopSignal(),
                config.ArgsEscaped(),
                config.Healthcheck(),
                config.OnBuild(),
                config.Shell());
    }
}
