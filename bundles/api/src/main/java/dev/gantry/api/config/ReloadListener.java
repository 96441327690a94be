package dev.gantry.api.config;

import org.osgi.annotation.versioning.ConsumerType;

/// Hears of reloads, whoever asked for them; registered as a service. Calls come one at a time and must be quick. Dry runs are not told.
@ConsumerType
public interface ReloadListener {
    /// A reload begins.
    default void reloading() {}

    /// The reload is over and everybody has committed.
    default void reloaded(ReloadReport report) {}

    /// The reload is over and nothing has changed, because somebody refused.
    ///
    /// @param reason as it was told to who asked
    default void refused(String reason) {}
}
