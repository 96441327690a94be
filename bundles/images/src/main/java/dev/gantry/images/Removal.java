package dev.gantry.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImageUsers.ImageUse;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.ImageDeleteResponse;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.CatalogView;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `docker rmi`, with the rules by which Docker refuses.
final class Removal {
    private final Store store;
    private final Uses uses;

    Removal(Store store, Uses uses) {
        this.store = store;
        this.uses = uses;
    }

    List<ImageDeleteResponse> remove(String written, boolean force, boolean prune, List<Platform> platforms) {
        if (written.isBlank()) {
            throw EngineException.invalidParameter("image name cannot be blank");
        }
        StoredImage image = store.catalog().resolve(written, null);
        requireAny(image, written, platforms);
        List<ImageDeleteResponse> done = new ArrayList<>();
        boolean byId = image.id().startsWith(written) || Digests.hex(image.id()).startsWith(written);
        boolean untagged = false;
        if (!byId) {
            if (!untag(image, written, force, done)) {
                return done;
            }
            untagged = true;
        } else if (isOneRepository(image)) {
            refuse(conflict(image, force, force || !image.references().isEmpty()));
            image.references().forEach(reference -> take(reference, image, done));
        }
        delete(image.id(), done, force, prune, untagged);
        return done;
    }

    private static void requireAny(StoredImage image, String written, List<Platform> platforms) {
        boolean here = platforms.isEmpty()
                || platforms.stream()
                        .anyMatch(wanted -> Platforms.fit(wanted, image.image().platform()) > 0);
        if (!here) {
            throw EngineException.notFound("image with reference " + written
                    + " was found but does not provide the specified platform ("
                    + Platforms.format(platforms.getFirst()) + ")");
        }
    }

    /// @return whether that was the last name
    private boolean untag(StoredImage image, String written, boolean force, List<ImageDeleteResponse> done) {
        Reference asked = Reference.parse(written).orLatest();
        Reference name = asked.digest() == null ? asked : asked.repository().atDigest(asked.digest());
        Optional<ImageUse> user = uses.of(image.id()).stream().findFirst();
        if (!force && isOneRepository(image) && user.isPresent()) {
            throw EngineException.conflict("conflict: unable to remove repository reference \"" + written
                    + "\" (must force) - container " + Digests.brief(user.get().containerId())
                    + " is using its referenced image "
                    + Digests.brief(image.id()));
        }
        take(name, image, done);
        List<Reference> left = image.references().stream()
                .filter(r -> !r.equals(name))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean tagLeft =
                left.stream().anyMatch(r -> r.digest() == null && r.name().equals(name.name()));
        if (name.digest() == null && !tagLeft) {
            for (Reference digest : List.copyOf(left)) {
                if (digest.name().equals(name.name())) {
                    take(digest, image, done);
                    left.remove(digest);
                }
            }
        }
        return left.isEmpty();
    }

    private void take(Reference reference, StoredImage image, List<ImageDeleteResponse> done) {
        store.names().take(reference);
        done.add(new ImageDeleteResponse(reference.familiar(), ""));
        store.events().of("untag", image.id(), image.id(), image.image());
    }

    /// Whether all names are digests and at most one tag of one repository.
    private static boolean isOneRepository(StoredImage image) {
        Set<String> digests = image.digests().stream().map(Reference::name).collect(Collectors.toSet());
        if (image.references().size() <= 1) {
            return true;
        }
        if (image.tags().size() > 1) {
            return false;
        }
        Reference single = image.tags().isEmpty()
                ? image.digests().getFirst()
                : image.tags().getFirst();
        return digests.size() == 1 && digests.contains(single.name());
    }

    private void delete(String id, List<ImageDeleteResponse> done, boolean force, boolean prune, boolean quiet) {
        StoredImage image = store.catalog().view().byId().get(id);
        if (image == null) {
            return;
        }
        Conflict conflict = conflict(image, force, force);
        if (conflict != null) {
            boolean dangling = image.references().isEmpty()
                    && store.catalog().view().children(id).isEmpty();
            if (quiet && (!dangling || conflict.used())) {
                return;
            }
            refuse(conflict);
        }
        image.references().forEach(reference -> take(reference, image, done));
        store.names().delete(image);
        store.events().of("delete", id, id, image.image());
        done.add(new ImageDeleteResponse("", id));
        layersGone(image).forEach(chain -> done.add(new ImageDeleteResponse("", chain)));
        if (prune && !image.content().parent().isEmpty()) {
            delete(image.content().parent(), done, false, true, true);
        }
    }

    /// The layers that no image and no container stands on any more, highest first.
    private List<String> layersGone(StoredImage image) {
        CatalogView view = store.catalog().view();
        Set<String> needed = new HashSet<>();
        view.newestFirst().forEach(other -> needed.addAll(other.content().chainIds()));
        boolean used = !uses.of(image.id()).isEmpty();
        return used
                ? List.of()
                : image.content().chainIds().reversed().stream()
                        .filter(chain -> !needed.contains(chain))
                        .toList();
    }

    /// Why an image cannot be removed.
    ///
    /// @param hard not even by force
    /// @param used a container needs it
    private record Conflict(String id, boolean hard, boolean used, String message) {
        EngineException failure() {
            return EngineException.conflict("conflict: unable to delete " + Digests.brief(id) + " ("
                    + (hard ? "cannot be forced" : "must be forced") + ") - " + message);
        }
    }

    private static void refuse(@Nullable Conflict conflict) {
        if (conflict != null) {
            throw conflict.failure();
        }
    }

    private @Nullable Conflict conflict(StoredImage image, boolean force, boolean namesAllowed) {
        if (!store.catalog().view().children(image.id()).isEmpty()) {
            return new Conflict(image.id(), true, false, "image has dependent child images");
        }
        Optional<ImageUse> running = uses.first(image.id(), true);
        if (running.isPresent()) {
            String message = "image is being used by running container "
                    + Digests.brief(running.get().containerId());
            return new Conflict(image.id(), true, true, message);
        }
        if (!namesAllowed && !image.references().isEmpty()) {
            return new Conflict(image.id(), false, false, "image is referenced in multiple repositories");
        }
        Optional<ImageUse> stopped = uses.first(image.id(), false);
        if (!force && stopped.isPresent()) {
            String message = "image is being used by stopped container "
                    + Digests.brief(stopped.get().containerId());
            return new Conflict(image.id(), false, true, message);
        }
        return null;
    }
}
