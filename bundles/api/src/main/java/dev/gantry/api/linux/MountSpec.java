package dev.gantry.api.linux;

import java.util.List;

/// A mount as containerd and `fstab` write it.
///
/// @param type file system, such as `overlay`, `tmpfs`, `bind`
/// @param source device, directory or name
/// @param options flags (`ro`, `rbind`, `nosuid`, `rprivate`, …) and file system data (`lowerdir=…`) mixed
public record MountSpec(String type, String source, List<String> options) {
    /// Copies the options.
    public MountSpec {
        options = List.copyOf(options);
    }
}
