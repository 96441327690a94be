package dev.gantry.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.event.Events;
import dev.gantry.api.image.CommitRequest;
import dev.gantry.api.image.ImageInfo;
import dev.gantry.api.image.ImageUsers;
import dev.gantry.api.image.Images;
import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.image.RootfsUsage;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Mounts;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Diffs;
import dev.gantry.api.runtime.ImageStore;
import dev.gantry.api.runtime.LeaseStore;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.Snapshots;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageDeleteResponse;
import dev.gantry.api.types.ImageHistory;
import dev.gantry.api.types.ImageInspect;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.api.types.ImagesPruneReport;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.Backends;
import dev.gantry.images.store.ContainerRoots;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import dev.gantry.images.transfer.Committer;
import dev.gantry.images.transfer.Importer;
import dev.gantry.images.transfer.Loader;
import dev.gantry.images.transfer.Puller;
import dev.gantry.images.transfer.Pusher;
import dev.gantry.images.transfer.Saver;
import dev.gantry.images.transfer.TransferLimits;
import dev.gantry.images.transfer.TransferSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// The image store on containerd. Each of its roles is a class of its own; this one finds them and the services they use. Those
/// may be swapped at any time: a call in between waits for the successor.
@Component(configurationPid = "dev.gantry.images", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StoredImages implements Images {
    private final ServiceSlot<Registry> registry = new ServiceSlot<>("the registry client");
    private final EventOutlet events = new EventOutlet();
    private final Uses uses = new Uses();
    private final Backends backends;
    private final Store store;
    private final Reconnects reconnects;
    private final ContainerRoots roots;
    private final Listing listing;
    private final Details details;
    private final Removal removal;
    private final Pruning pruning;
    private final TransferLimits limits;
    private final Puller puller;
    private final Pusher pusher;
    private final Importer importer;
    private final Committer committer;
    private final Saver saver;
    private final Loader loader;

    /// @param configuration `data-root`, `max-concurrent-downloads`, `max-concurrent-uploads`, `max-download-attempts`
    @Activate
    public StoredImages(@Reference JsonCodec json, @Reference Mounts mounts, Map<String, Object> configuration) {
        this(json, mounts, directory(configuration), TransferSettings.of(configuration));
    }

    StoredImages(JsonCodec json, Mounts mounts, Path directory, TransferSettings settings) {
        backends = new Backends(json);
        store = new Store(backends, mounts, directory, events);
        reconnects = new Reconnects(store.catalog()::expire);
        roots = new ContainerRoots(backends, store.catalog(), store.unpacker(), store.initLayer());
        ManifestSummaries summaries = new ManifestSummaries(store, uses);
        listing = new Listing(store, uses, summaries);
        details = new Details(store, summaries);
        removal = new Removal(store, uses);
        pruning = new Pruning(store, uses, removal);
        limits = new TransferLimits(settings);
        puller = new Puller(store, registry, limits);
        pusher = new Pusher(store, registry, limits);
        importer = new Importer(store, registry);
        committer = new Committer(store);
        saver = new Saver(store);
        loader = new Loader(store);
    }

    /// The numbers of transfers and attempts change live: a new component would make running transfers wait or end them. All else
    /// stays as it is until the next start.
    @Modified
    void configure(Map<String, Object> configuration) {
        limits.change(TransferSettings.of(configuration));
    }

    private static Path directory(Map<String, Object> configuration) {
        Object root = configuration.get("data-root");
        return Path.of(root == null ? "/var/lib/docker" : root.toString()).resolve("image");
    }

    @Deactivate
    void stop() {
        reconnects.close();
    }

    @Reference(
            name = "content",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContentStore(ContentStore service) {
        backends.contentSlot.bind(service);
    }

    void unbindContentStore(ContentStore service) {
        backends.contentSlot.unbind(service);
    }

    @Reference(
            name = "snapshots",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSnapshots(Snapshots service) {
        backends.snapshotsSlot.bind(service);
    }

    void unbindSnapshots(Snapshots service) {
        backends.snapshotsSlot.unbind(service);
    }

    @Reference(
            name = "diffs",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDiffs(Diffs service) {
        backends.diffsSlot.bind(service);
    }

    void unbindDiffs(Diffs service) {
        backends.diffsSlot.unbind(service);
    }

    @Reference(
            name = "records",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImageStore(ImageStore service) {
        backends.imagesSlot.bind(service);
        store.catalog().expire();
    }

    void unbindImageStore(ImageStore service) {
        backends.imagesSlot.unbind(service);
    }

    @Reference(
            name = "leases",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLeaseStore(LeaseStore service) {
        backends.leasesSlot.bind(service);
    }

    void unbindLeaseStore(LeaseStore service) {
        backends.leasesSlot.unbind(service);
    }

    @Reference(
            name = "registry",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry service) {
        registry.bind(service);
    }

    void unbindRegistry(Registry service) {
        registry.unbind(service);
    }

    @Reference(
            name = "events",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        events.bind(service);
    }

    void unbindEvents(Events service) {
        events.unbind(service);
    }

    @Reference(
            name = "runtime",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(Runtime service) {
        reconnects.follow(service);
    }

    void unbindRuntime(Runtime service) {
        reconnects.leave(service);
    }

    @Reference(
            name = "users",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImageUsers(ImageUsers service) {
        uses.add(service);
    }

    void unbindImageUsers(ImageUsers service) {
        uses.remove(service);
    }

    @Override
    public ImageInfo resolve(String name, @Nullable Platform platform) {
        StoredImage image = store.catalog().resolve(name, platform);
        return new ImageInfo(
                image.id(),
                image.image().platform(),
                image.image().containers(),
                image.image().diffIds(),
                Listing.familiar(image.tags()),
                Listing.familiar(image.digests()),
                image.manifest(),
                image.image().createdAt(),
                store.sizes().of(image.content()));
    }

    @Override
    public int count() {
        return store.catalog().view().byId().size();
    }

    @Override
    public List<ImageSummary> list(ListQuery query) {
        return listing.list(query);
    }

    @Override
    public ImageInspect inspect(String name, @Nullable Platform platform, boolean manifests) {
        return details.inspect(store.catalog().resolve(name, platform), manifests);
    }

    @Override
    public List<ImageHistory> history(String name, @Nullable Platform platform) {
        return details.history(store.catalog().resolve(name, platform));
    }

    @Override
    public void tag(String name, dev.gantry.api.image.Reference target) {
        if (target.digest() != null) {
            throw EngineException.invalidParameter("refusing to create a tag with a digest reference");
        }
        if (target.familiarName().equals("sha256")) {
            throw EngineException.invalidParameter(
                    "refusing to create an ambiguous tag using digest algorithm as name");
        }
        StoredImage image = store.catalog().resolve(name, null);
        dev.gantry.api.image.Reference tag = target.orLatest();
        store.names().put(tag, image.content());
        store.events().named(tag, image.id(), image.image());
    }

    @Override
    public List<ImageDeleteResponse> remove(String name, boolean force, boolean prune, List<Platform> platforms) {
        return removal.remove(name, force, prune, platforms);
    }

    @Override
    public ImagesPruneReport prune(Filters filters) {
        return pruning.prune(filters);
    }

    @Override
    public long layersSize() {
        return listing.layersSize();
    }

    @Override
    public void pull(PullRequest request, ProgressSink progress) {
        puller.pull(request, progress);
    }

    @Override
    public void push(PushRequest request, ProgressSink progress) {
        pusher.push(request, progress);
    }

    @Override
    public String importImage(ImportRequest request, ProgressSink progress) throws IOException {
        return importer.importImage(request, progress);
    }

    @Override
    public String commit(CommitRequest request) {
        return committer.commit(request);
    }

    @Override
    public void checkSave(List<String> names, @Nullable Platform platform) {
        saver.check(names, platform);
    }

    @Override
    public void save(List<String> names, @Nullable Platform platform, OutputStream target) throws IOException {
        saver.save(names, platform, target);
    }

    @Override
    public void load(InputStream source, @Nullable Platform platform, boolean quiet, ProgressSink progress)
            throws IOException {
        loader.load(source, platform, quiet, progress);
    }

    @Override
    public Rootfs prepareRootfs(String containerId, String imageId) {
        return roots.prepareRootfs(containerId, imageId);
    }

    @Override
    public Rootfs rootfs(String containerId) {
        return roots.rootfs(containerId);
    }

    @Override
    public void removeRootfs(String containerId) {
        roots.removeRootfs(containerId);
    }

    @Override
    public RootfsUsage usage(String containerId) {
        return roots.usage(containerId);
    }

    @Override
    public String storageDriver() {
        return roots.storageDriver();
    }
}
