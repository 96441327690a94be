package dev.gantry.images.store;

import dev.gantry.api.image.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Changes what images are called. One change at a time, so that no image loses its last record unnoticed.
public final class Names {
    private final Backends backends;
    private final Catalog catalog;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param backends containerd's stores
    /// @param catalog is told of each change
    public Names(Backends backends, Catalog catalog) {
        this.backends = backends;
        this.catalog = catalog;
    }

    /// Gives an image a name; another image that had it keeps living without.
    ///
    /// @return the id of that other image; empty when nobody, or this image, had it
    public Optional<String> put(Reference reference, ImageContent content) {
        lock.lock();
        try {
            Optional<StoredImage> holder = catalog.view().named(reference);
            Optional<StoredImage> other = holder.filter(image -> !image.id().equals(content.id()));
            other.ifPresent(image -> keepWithout(image, reference));
            backends.images().put(reference.toString(), content.target(), labels(content));
            backends.images().delete(dangling(content), false);
            catalog.refresh();
            return other.map(StoredImage::id);
        } finally {
            lock.unlock();
        }
    }

    /// Keeps an image without any name, unless it has one.
    public void keep(ImageContent content) {
        lock.lock();
        try {
            boolean known = catalog.view().byId().containsKey(content.id());
            if (!known) {
                backends.images().put(dangling(content), content.target(), labels(content));
                catalog.refresh();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes a name from its image, which keeps living.
    public void take(Reference reference) {
        lock.lock();
        try {
            catalog.view().named(reference).ifPresent(image -> keepWithout(image, reference));
            backends.images().delete(reference.toString(), false);
            catalog.refresh();
        } finally {
            lock.unlock();
        }
    }

    /// Deletes an image with all its names; what only it needed is collected in the background.
    public void delete(StoredImage image) {
        lock.lock();
        try {
            image.references().forEach(reference -> backends.images().delete(reference.toString(), false));
            backends.images().delete(dangling(image.content()), false);
            catalog.refresh();
        } finally {
            lock.unlock();
        }
    }

    private void keepWithout(StoredImage image, Reference lost) {
        if (image.references().stream().allMatch(lost::equals)) {
            backends.images().put(dangling(image.content()), image.content().target(), labels(image.content()));
        }
    }

    private static String dangling(ImageContent content) {
        return Catalog.DANGLING + content.manifest().digest();
    }

    private static Map<String, String> labels(ImageContent content) {
        boolean direct = content.target().digest().equals(content.manifest().digest());
        return direct
                ? Map.of()
                : Map.of(ImageContent.CHOSEN, content.manifest().digest());
    }
}
