package dev.gantry.api.image;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Knows who needs images; registered as a service by the engine, and by others that keep images from removal.
/// Called with no lock held; answers at once.
@ConsumerType
public interface ImageUsers {
    /// All uses at this moment.
    List<ImageUse> imageUses();

    /// A container that was made from an image.
    ///
    /// @param containerId whole id
    /// @param imageId the image's whole id
    /// @param running whether it runs or is paused, so that the image cannot even be removed by force
    record ImageUse(String containerId, String imageId, boolean running) {}
}
