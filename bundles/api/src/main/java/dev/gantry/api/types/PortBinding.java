package dev.gantry.api.types;

/// Where on the host a container port is published. An empty port means: choose one.
public record PortBinding(String HostIp, String HostPort) {
    /// Replaces absent strings by empty ones and copies collections.
    public PortBinding {
        HostIp = Values.text(HostIp);
        HostPort = Values.text(HostPort);
    }
}
