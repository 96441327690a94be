package dev.gantry.api.config;

import java.util.List;

/// What a reload did, or a dry run would do.
///
/// @param config in force afterwards; the values are the true ones, not for showing
/// @param changes by key, sorted; empty when everything stays
public record ReloadReport(DaemonConfig config, List<SettingChange> changes) {
    /// Copies.
    public ReloadReport {
        changes = List.copyOf(changes);
    }
}
