package dev.gantry.api.config;

import org.osgi.annotation.versioning.ProviderType;

/// The configuration in force. Registered once flags and file have been read and found valid, and handed to Configuration Admin.
@ProviderType
public interface Configured {
    /// The configuration as of the last start or successful reload.
    DaemonConfig current();

    /// Reads the file again and hands on what can change while the daemon runs.
    ///
    /// @return the new configuration, also what [#current] gives from now on
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER with what is wrong; then nothing has changed
    DaemonConfig reload();
}
