package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `docker load`.
public final class Loader {
    private final Store store;

    /// @param store where images go
    public Loader(Store store) {
        this.store = store;
    }

    /// See [dev.gantry.api.image.ImageTransfers#load].
    public void load(InputStream source, @Nullable Platform platform, boolean quiet, ProgressSink progress)
            throws IOException {
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            BufferedInputStream in = new BufferedInputStream(source, 64 << 10);
            ArchiveContent content = new ArchiveContent(store, lease.id());
            try (InputStream plain = Compression.of(in).undo(in)) {
                content.read(plain);
            }
            ImageAssembly assembly = new ImageAssembly(store, lease.id());
            List<ArchiveContent.Found> images = content.images(platform);
            for (ArchiveContent.Found found : images) {
                ImageContent image = content.assemble(found, assembly, quiet ? ProgressSink.NONE : progress);
                name(found.tags(), image, assembly, progress);
                store.events().of("load", image.id(), image.id(), image.image());
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw EngineException.invalidParameter(String.valueOf(e.getMessage()), e);
        }
    }

    private static void name(List<Reference> tags, ImageContent image, ImageAssembly assembly, ProgressSink progress) {
        if (tags.isEmpty()) {
            assembly.name(null, image);
            progress.stream("Loaded image ID: " + image.id() + "\n");
        }
        for (Reference tag : tags) {
            Optional<String> before = assembly.name(tag, image);
            before.ifPresent(id -> progress.stream("The image " + tag.familiar()
                    + " already exists, renaming the old one with ID " + id + " to empty string\n"));
            progress.stream("Loaded image: " + tag.familiar() + "\n");
        }
    }
}
