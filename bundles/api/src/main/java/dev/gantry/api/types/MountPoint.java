package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// A mount that a container has.
///
/// @param Mode the comma-separated options as they were given
public record MountPoint(
        @OmitEmpty String Type,
        @OmitEmpty String Name,
        String Source,
        String Destination,
        @OmitEmpty String Driver,
        String Mode,
        boolean RW,
        String Propagation) {
    /// Replaces absent strings by empty ones and copies collections.
    public MountPoint {
        Type = Values.text(Type);
        Name = Values.text(Name);
        Source = Values.text(Source);
        Destination = Values.text(Destination);
        Driver = Values.text(Driver);
        Mode = Values.text(Mode);
        Propagation = Values.text(Propagation);
    }
}
