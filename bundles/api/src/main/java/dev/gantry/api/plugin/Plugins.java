package dev.gantry.api.plugin;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/// Finds Docker plugins by their names.
@ProviderType
public interface Plugins {
    /// The kind of plugins that authorize requests.
    String AUTHORIZATION = "authz";

    /// How long a caller waits for a plugin that is just being started: 30 s.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// The plugin of that name, activated.
    ///
    /// @param kind what it must be able to do
    /// @param patience how long it may take to appear and to answer; zero looks once
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND when there is none of that name, SYSTEM when it does not do what is
    ///     asked or cannot be activated
    Plugin find(String name, String kind, Duration patience);
}
