package dev.gantry.images.transfer;

import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.OciManifest;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `docker save`: an OCI layout that is Docker's own archive, too. Blobs are written as they are kept.
public final class Saver {
    private final Store store;

    /// @param store where images are
    public Saver(Store store) {
        this.store = store;
    }

    /// An image and the tags by which it was asked for.
    private record Chosen(StoredImage image, List<Reference> tags) {}

    /// See [dev.gantry.api.image.ImageTransfers#checkSave].
    public void check(List<String> names, @Nullable Platform platform) {
        choose(names, platform);
    }

    private Map<String, Chosen> choose(List<String> names, @Nullable Platform platform) {
        Map<String, Chosen> chosen = new LinkedHashMap<>();
        for (String name : names) {
            List<Reference> repository = repository(name);
            for (Reference tag : repository) {
                add(chosen, store.catalog().resolve(tag.familiar(), platform), tag);
            }
            if (repository.isEmpty()) {
                StoredImage image = store.catalog().resolve(name, platform);
                boolean byId =
                        image.id().startsWith(name) || Digests.hex(image.id()).startsWith(name);
                Reference tag = byId ? null : Reference.parse(name).orLatest();
                add(chosen, image, tag == null || tag.digest() != null ? null : tag);
            }
        }
        return chosen;
    }

    /// All tags of a repository when only that is named; empty else, and when the name is an id.
    private List<Reference> repository(String name) {
        if (name.matches("(sha256:)?[a-f0-9]{64}")) {
            return List.of();
        }
        Reference asked = Reference.parse(name);
        if (asked.tag() != null || asked.digest() != null) {
            return List.of();
        }
        return store.catalog().view().newestFirst().stream()
                .flatMap(image -> image.tags().stream())
                .filter(tag -> tag.name().equals(asked.name()))
                .toList();
    }

    private static void add(Map<String, Chosen> chosen, StoredImage image, @Nullable Reference tag) {
        Chosen entry = chosen.computeIfAbsent(image.id(), _ -> new Chosen(image, new ArrayList<>()));
        if (tag != null && !entry.tags().contains(tag)) {
            entry.tags().add(tag);
        }
    }

    /// See [dev.gantry.api.image.ImageTransfers#save].
    public void save(List<String> names, @Nullable Platform platform, OutputStream target) throws IOException {
        JsonCodec json = store.backends().json();
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            Map<String, Chosen> chosen = choose(names, platform);
            for (Chosen one : chosen.values()) {
                store.backends()
                        .leases()
                        .add(
                                lease.id(),
                                LeasedResource.content(one.image().manifest().digest()));
            }
            TarWriter tar = new TarWriter(new BufferedOutputStream(target, 256 << 10));
            tar.directory("blobs/");
            tar.directory(Archive.BLOBS);
            Set<String> written = new HashSet<>();
            for (Chosen one : chosen.values()) {
                blobs(one.image().content(), written, tar);
            }
            tar.file(
                    Archive.INDEX,
                    json.write(OciManifest.ofIndex(chosen.values().stream()
                            .flatMap(c -> descriptors(c).stream())
                            .toList())));
            tar.file(
                    Archive.MANIFEST,
                    json.write(chosen.values().stream().map(Saver::item).toList()));
            tar.file(Archive.LAYOUT, json.write(new Archive.Layout("1.0.0")));
            Map<String, Map<String, String>> repositories = repositories(chosen.values());
            if (!repositories.isEmpty()) {
                tar.file(Archive.REPOSITORIES, json.write(repositories));
            }
            tar.end();
            chosen.values()
                    .forEach(c -> store.events()
                            .of(
                                    "save",
                                    c.image().id(),
                                    c.image().id(),
                                    c.image().image()));
        }
    }

    private void blobs(ImageContent content, Set<String> written, TarWriter tar) throws IOException {
        List<Descriptor> blobs = new ArrayList<>(content.layers());
        blobs.add(content.config());
        blobs.add(content.manifest());
        for (Descriptor blob : blobs) {
            if (written.add(blob.digest())) {
                tar.file(path(blob), blob.size(), store.backends().content().open(blob.digest(), 0));
            }
        }
    }

    private static String path(Descriptor blob) {
        return Archive.BLOBS + Digests.hex(blob.digest());
    }

    private static List<dev.gantry.api.types.Descriptor> descriptors(Chosen chosen) {
        if (chosen.tags().isEmpty()) {
            return List.of(ContentReader.wire(chosen.image().manifest()));
        }
        return chosen.tags().stream()
                .map(tag -> descriptor(chosen.image(), tag))
                .toList();
    }

    private static dev.gantry.api.types.Descriptor descriptor(StoredImage image, Reference tag) {
        Map<String, String> names = Map.of(Archive.NAME, tag.toString(), Archive.REF_NAME, String.valueOf(tag.tag()));
        Descriptor manifest = image.manifest();
        return new dev.gantry.api.types.Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.size(),
                null,
                names,
                "",
                image.image().platform(),
                "");
    }

    private static Archive.Item item(Chosen chosen) {
        ImageContent content = chosen.image().content();
        List<String> tags = chosen.tags().isEmpty()
                ? null
                : chosen.tags().stream().map(Reference::familiar).toList();
        return new Archive.Item(
                path(content.config()),
                tags,
                content.layers().stream().map(Saver::path).toList());
    }

    private static Map<String, Map<String, String>> repositories(Iterable<Chosen> all) {
        Map<String, Map<String, String>> repositories = new TreeMap<>();
        for (Chosen chosen : all) {
            List<Descriptor> layers = chosen.image().content().layers();
            if (!layers.isEmpty()) {
                chosen.tags()
                        .forEach(tag -> repositories
                                .computeIfAbsent(tag.familiarName(), _ -> new TreeMap<>())
                                .put(
                                        String.valueOf(tag.tag()),
                                        Digests.hex(layers.getLast().digest())));
            }
        }
        return repositories;
    }
}
