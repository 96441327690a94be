package dev.gantry.api.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The configuration in force. Registered once flags and file have been read and found valid, and handed to Configuration Admin.
@ProviderType
public interface Configured {
    /// The configuration as of the last start or successful reload.
    DaemonConfig current();

    /// Every setting with its origin, sorted by key, fit to be shown.
    List<Setting> settings();

    /// The values of [#settings] as one JSON object, named and shaped as in `daemon.json`.
    String json();

    /// Reads the file again and applies what can change while the daemon runs, wholly or not at all; keys that the file no longer has
    /// go back to their flags or defaults. Returns when every part runs with its new settings.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER (or as the part says that refused) with the key and
    ///     the reason; then nothing has changed
    ReloadReport reload();

    /// Finds out what a reload would do, and does none of it.
    ///
    /// @param file what to take for the file's content; null for the file itself
    /// @throws dev.gantry.api.error.EngineException as [#reload]
    ReloadReport rehearse(byte @Nullable [] file);
}
