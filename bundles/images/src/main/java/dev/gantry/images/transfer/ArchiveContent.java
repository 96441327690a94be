package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.OciManifest;
import dev.gantry.images.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of an image archive, in the content store, and what images they make.
final class ArchiveContent {
    private static final int LARGEST = 8 << 20;

    private final Store store;
    private final ContentStore content;
    private final String lease;
    private final Map<String, Descriptor> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    /// @param lease keeps the files until their image has a name
    ArchiveContent(Store store, String lease) {
        this.store = store;
        this.lease = lease;
        this.content = store.backends().content().under(lease);
    }

    /// An image of the archive.
    ///
    /// @param manifest as the archive has it; null to make one
    record Found(@Nullable Descriptor manifest, Descriptor config, List<Descriptor> layers, List<Reference> tags) {}

    void read(InputStream archive) throws IOException {
        TarReader tar = new TarReader(archive);
        for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
            String name = normal(entry.name());
            if (entry.isFile()) {
                files.put(name, Ingest.write(content, tar.content(), "application/octet-stream", _ -> {}));
            } else if (entry.isLink()) {
                Path parent = entry.type() == '2' ? Path.of(name).getParent() : null;
                links.put(
                        name,
                        normal(
                                parent == null
                                        ? entry.link()
                                        : parent.resolve(entry.link()).toString()));
            }
        }
    }

    private static String normal(String name) {
        String path = Path.of("/").resolve(name).normalize().toString();
        return path.substring(1);
    }

    private Optional<Descriptor> file(String name) {
        String at = normal(name);
        for (int hop = 0; hop < 8 && links.containsKey(at); hop++) {
            at = links.get(at);
        }
        return Optional.ofNullable(files.get(at));
    }

    private Descriptor required(String name) {
        return file(name)
                .orElseThrow(() -> EngineException.invalidParameter("open " + name + ": no such file or directory"));
    }

    private byte[] bytes(Descriptor file) {
        return content.read(file.digest(), LARGEST);
    }

    /// The images of the archive, by Docker's list when there is one, else by OCI's index.
    List<Found> images(@Nullable Platform platform) {
        Optional<Descriptor> docker = file(Archive.MANIFEST);
        Optional<Descriptor> oci = file(Archive.INDEX);
        if (docker.isEmpty() && oci.isEmpty()) {
            throw EngineException.invalidParameter("open manifest.json: no such file or directory");
        }
        List<Found> indexed = oci.isPresent() ? indexed(bytes(oci.get()), platform) : List.of();
        return docker.isPresent() ? listed(bytes(docker.get()), indexed) : indexed;
    }

    private List<Found> listed(byte[] list, List<Found> indexed) {
        List<Found> images = new ArrayList<>();
        for (Archive.Item item : store.backends().json().readList(list, Archive.Item.class)) {
            Descriptor config = required(item.Config());
            List<Descriptor> layers =
                    item.Layers().stream().map(this::required).map(this::typed).toList();
            Descriptor manifest = indexed.stream()
                    .filter(found -> found.config().digest().equals(config.digest()))
                    .filter(found -> digests(found.layers()).equals(digests(layers)))
                    .map(Found::manifest)
                    .findFirst()
                    .orElse(null);
            List<Reference> tags = item.tags().stream()
                    .map(Reference::parse)
                    .map(Reference::orLatest)
                    .toList();
            images.add(new Found(
                    manifest, new Descriptor(MediaTypes.DOCKER_CONFIG, config.digest(), config.size()), layers, tags));
        }
        return images;
    }

    private static List<String> digests(List<Descriptor> blobs) {
        return blobs.stream().map(Descriptor::digest).toList();
    }

    private List<Found> indexed(byte[] index, @Nullable Platform platform) {
        Map<String, Found> images = new LinkedHashMap<>();
        for (dev.gantry.api.types.Descriptor entry :
                store.backends().json().read(index, OciManifest.class).manifests()) {
            Optional<Descriptor> manifest = manifest(entry, platform);
            if (manifest.isEmpty()) {
                continue;
            }
            Found found = images.computeIfAbsent(manifest.get().digest(), _ -> found(manifest.get()));
            name(entry.annotations()).ifPresent(found.tags()::add);
        }
        return List.copyOf(images.values());
    }

    private Found found(Descriptor manifest) {
        OciManifest parsed = store.backends().json().read(bytes(manifest), OciManifest.class);
        if (parsed.config() == null) {
            throw EngineException.invalidParameter("invalid manifest: no configuration");
        }
        List<Descriptor> layers =
                parsed.layers().stream().map(ContentReader::plain).toList();
        return new Found(manifest, ContentReader.plain(parsed.config()), layers, new ArrayList<>());
    }

    /// The manifest itself, or the one that fits out of an index; empty when the archive does not have it.
    private Optional<Descriptor> manifest(dev.gantry.api.types.Descriptor entry, @Nullable Platform platform) {
        Optional<Descriptor> file = file(Archive.BLOBS + Digests.hex(entry.digest()));
        if (file.isEmpty() || !MediaTypes.isIndex(entry.mediaType())) {
            return file.map(found -> ContentReader.plain(entry));
        }
        List<dev.gantry.api.types.Descriptor> here =
                store.backends().json().read(bytes(file.get()), OciManifest.class).manifests().stream()
                        .filter(m ->
                                file(Archive.BLOBS + Digests.hex(m.digest())).isPresent())
                        .toList();
        return ContentReader.best(here, platform == null ? Platforms.host() : platform)
                .map(ContentReader::plain);
    }

    private static Optional<Reference> name(@Nullable Map<String, String> annotations) {
        if (annotations == null) {
            return Optional.empty();
        }
        String name = annotations.getOrDefault(Archive.NAME, annotations.getOrDefault(Archive.REF_NAME, ""));
        boolean whole = annotations.containsKey(Archive.NAME) || name.indexOf(':') > 0 || name.indexOf('/') > 0;
        return whole ? Optional.of(Reference.parse(name).orLatest()) : Optional.empty();
    }

    /// With the media type that its first bytes tell.
    private Descriptor typed(Descriptor layer) {
        try (BufferedInputStream in = new BufferedInputStream(content.open(layer.digest(), 0), 64)) {
            String type = switch (Compression.of(in)) {
                case GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
                case ZSTD -> MediaTypes.OCI_LAYER + "+zstd";
                default -> MediaTypes.DOCKER_LAYER;
            };
            return new Descriptor(type, layer.digest(), layer.size());
        } catch (IOException e) {
            throw EngineException.system("could not read layer " + layer.digest(), e);
        }
    }

    /// Makes the image: manifest, snapshots, what keeps them.
    ImageContent assemble(Found found, ImageAssembly assembly, ProgressSink progress) {
        OciImage image = store.reader().image(found.config().digest());
        if (image.diffIds().size() != found.layers().size()) {
            throw EngineException.invalidParameter("invalid manifest, layers length mismatch: expected "
                    + found.layers().size() + ", got " + image.diffIds().size());
        }
        Descriptor manifest = found.manifest();
        ImageContent wanted = new ImageContent(
                found.config(),
                found.config(),
                found.config(),
                image,
                found.layers(),
                Digests.chainIds(image.diffIds()),
                "");
        for (int i = 0; i < found.layers().size(); i++) {
            if (!store.unpacker().has(wanted.chainIds().get(i), lease)) {
                ItemReport report =
                        new ItemReport(progress, Digests.brief(image.diffIds().get(i)));
                store.unpacker().unpack(wanted, i, lease);
                report.bytes(
                        "Loading layer",
                        found.layers().get(i).size(),
                        found.layers().get(i).size());
            }
        }
        if (manifest == null) {
            return assembly.describe(found.config(), image, found.layers(), "");
        }
        content.put(
                manifest, bytes(manifest), RemoteImage.references(found.config().digest(), found.layers()));
        ImageContent made =
                new ImageContent(manifest, manifest, found.config(), image, found.layers(), wanted.chainIds(), "");
        assembly.finish(made);
        return made;
    }
}
