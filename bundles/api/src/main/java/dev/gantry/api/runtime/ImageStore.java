package dev.gantry.api.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// Names of images: each name refers to a manifest or an index, and keeps what that refers to from collection.
@ProviderType
public interface ImageStore {
    /// The record of a name; empty when there is none.
    Optional<ImageRecord> find(String name);

    /// All records that match any of the filters, in containerd's filter language, such as `name==docker.io/library/a:1`
    /// or `target.digest==sha256:…`; all without a filter.
    List<ImageRecord> list(String... filters);

    /// Makes the name refer to the target, whatever it referred to before; labels are replaced.
    ///
    /// @return the record as it is now
    ImageRecord put(String name, Descriptor target, Map<String, String> labels);

    /// Makes the name refer to the target.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when the name is taken
    ImageRecord create(String name, Descriptor target, Map<String, String> labels);

    /// Deletes the name. Does nothing when there is none.
    ///
    /// @param collect wait until what nobody refers to any more has been deleted, too
    void delete(String name, boolean collect);
}
