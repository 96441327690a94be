package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All images at one moment.
///
/// @param version rises with each change
/// @param newestFirst all, by the time when they were built
/// @param byId all, by id
/// @param byName full references to ids
public record CatalogView(
        long version, List<StoredImage> newestFirst, TreeMap<String, StoredImage> byId, Map<String, String> byName) {
    static CatalogView of(long version, List<StoredImage> images) {
        TreeMap<String, StoredImage> byId = new TreeMap<>();
        Map<String, String> byName = new HashMap<>();
        for (StoredImage image : images) {
            byId.put(image.id(), image);
            image.references().forEach(reference -> byName.put(reference.toString(), image.id()));
        }
        List<StoredImage> sorted = new ArrayList<>(images);
        sorted.sort(Comparator.comparing(StoredImage::created).reversed().thenComparing(StoredImage::id));
        return new CatalogView(version, List.copyOf(sorted), byId, byName);
    }

    /// The image of what a client wrote; see the package description of `dev.gantry.api.image`.
    Optional<StoredImage> find(String written) {
        String hex = written.startsWith("sha256:") ? written.substring(7) : written;
        if (hex.matches("[a-f0-9]{64}")) {
            return Optional.ofNullable(byId.get("sha256:" + hex));
        }
        Reference reference = Reference.parse(written).orLatest();
        String name = reference.digest() == null
                ? reference.toString()
                : reference.repository().atDigest(reference.digest()).toString();
        Optional<StoredImage> named = Optional.ofNullable(byName.get(name)).map(byId::get);
        return named.isPresent() || !hex.matches("[a-f0-9]{1,63}") ? named : byPrefix("sha256:" + hex);
    }

    private Optional<StoredImage> byPrefix(String prefix) {
        Map<String, StoredImage> fitting = byId.subMap(prefix, prefix + "g");
        return fitting.size() == 1 ? Optional.of(fitting.values().iterator().next()) : Optional.empty();
    }

    /// The image of a tag or a digest; empty when there is none.
    public Optional<StoredImage> named(Reference reference) {
        return Optional.ofNullable(byName.get(reference.toString())).map(byId::get);
    }

    /// The images that were made from this one, here.
    public List<StoredImage> children(String id) {
        return newestFirst.stream()
                .filter(image -> image.content().parent().equals(id))
                .toList();
    }

    /// As [#find], or the failure that Docker's users know.
    static EngineException missing(String written) {
        String hex = written.startsWith("sha256:") ? written.substring(7) : written;
        if (hex.matches("[a-f0-9]{64}")) {
            return EngineException.notFound("No such image: sha256:" + hex);
        }
        return EngineException.notFound(
                "No such image: " + Reference.parse(written).orLatest().familiar());
    }

    /// Refuses an image of another platform than the wanted one.
    static StoredImage require(StoredImage image, String written, @Nullable Platform wanted) {
        Optional<String> mismatch = wanted == null ? Optional.empty() : mismatch(image, written, wanted);
        if (mismatch.isPresent()) {
            throw EngineException.notFound(mismatch.get());
        }
        return image;
    }

    /// Says that an image is for another platform than the wanted one; empty when it is not.
    public static Optional<String> mismatch(StoredImage image, String written, Platform wanted) {
        return Platforms.fit(wanted, image.image().platform()) > 0
                ? Optional.empty()
                : Optional.of("image with reference " + written + " was found but its platform ("
                        + Platforms.format(image.image().platform()) + ") does not match the specified platform ("
                        + Platforms.format(wanted) + ")");
    }
}
