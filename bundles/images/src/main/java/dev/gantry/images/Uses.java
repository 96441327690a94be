package dev.gantry.images;

import dev.gantry.api.image.ImageUsers;
import dev.gantry.api.image.ImageUsers.ImageUse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which containers need which images, asked of all who know.
final class Uses {
    private final List<ImageUsers> users = new CopyOnWriteArrayList<>();

    void add(ImageUsers knows) {
        users.add(knows);
    }

    void remove(ImageUsers knows) {
        users.remove(knows);
    }

    List<ImageUse> all() {
        return users.stream().flatMap(knows -> knows.imageUses().stream()).toList();
    }

    List<ImageUse> of(String imageId) {
        return all().stream().filter(use -> use.imageId().equals(imageId)).toList();
    }

    Optional<ImageUse> first(String imageId, boolean running) {
        return of(imageId).stream().filter(use -> use.running() == running).findFirst();
    }
}
