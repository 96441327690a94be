package dev.gantry.api.image;

import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageDeleteResponse;
import dev.gantry.api.types.ImageHistory;
import dev.gantry.api.types.ImageInspect;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.api.types.ImagesPruneReport;
import dev.gantry.api.types.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The images that are here. Served from memory.
@ProviderType
public interface ImageCatalog {
    /// The image of a name.
    ///
    /// @param platform null for any; an image of another one is NOT_FOUND
    ImageInfo resolve(String name, @Nullable Platform platform);

    /// As above, of any platform.
    default ImageInfo resolve(String name) {
        return resolve(name, null);
    }

    /// How many images there are.
    int count();

    /// Images, newest first; with the newest API's values. Containers are counted.
    List<ImageSummary> list(ListQuery query);

    /// Everything about one image.
    ImageInspect inspect(String name, @Nullable Platform platform, boolean manifests);

    /// How an image was made, newest step first.
    List<ImageHistory> history(String name, @Nullable Platform platform);

    /// Gives an image a further tag, which it takes away from any other.
    ///
    /// @param target without a tag: `latest`
    void tag(String name, Reference target);

    /// Removes a name, and the image when that was the last one.
    ///
    /// @param force also with several names, or a stopped container that needs it
    /// @param prune also its parents, when they have no name and no other child
    /// @throws dev.gantry.api.error.EngineException CONFLICT `conflict: unable to delete …`
    default List<ImageDeleteResponse> remove(String name, boolean force, boolean prune) {
        return remove(name, force, prune, List.of());
    }

    /// As above, but only when the image is for one of these platforms.
    ///
    /// @param platforms empty for any; an image of others is NOT_FOUND
    List<ImageDeleteResponse> remove(String name, boolean force, boolean prune, List<Platform> platforms);

    /// Removes images that no container needs.
    ///
    /// @param filters `dangling` (default true), `until`, `label`, `label!`
    /// @throws dev.gantry.api.error.EngineException CONFLICT when another prune is under way
    ImagesPruneReport prune(Filters filters);

    /// What all layers take on disk, each counted once, in bytes.
    long layersSize();
}
