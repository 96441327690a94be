package dev.gantry.api.types;

/// The containerd namespaces in use.
public record ContainerdNamespaces(String Containers, String Plugins) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerdNamespaces {
        Containers = Values.text(Containers);
        Plugins = Values.text(Plugins);
    }
}
