package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// A port in a list of containers.
public record PortSummary(
        @OmitEmpty String IP, int PrivatePort, @OmitEmpty int PublicPort, String Type) {
    /// Replaces absent strings by empty ones and copies collections.
    public PortSummary {
        IP = Values.text(IP);
        Type = Values.text(Type);
    }
}
