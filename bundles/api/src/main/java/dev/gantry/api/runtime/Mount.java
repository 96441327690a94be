package dev.gantry.api.runtime;

import java.util.List;

/// One mount that makes up a root file system, in the order in which they are to be mounted.
///
/// @param type file system, such as `overlay` or `bind`
/// @param source device or directory
/// @param options as given to `mount -o`
public record Mount(String type, String source, List<String> options) {
    /// Copies the list.
    public Mount {
        options = List.copyOf(options);
    }
}
