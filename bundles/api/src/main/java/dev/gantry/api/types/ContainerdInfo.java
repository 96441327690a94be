package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// The containerd in use.
public record ContainerdInfo(
        @OmitEmpty String Address, @Nullable ContainerdNamespaces Namespaces) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerdInfo {
        Address = Values.text(Address);
    }
}
