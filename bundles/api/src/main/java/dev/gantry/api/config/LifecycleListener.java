package dev.gantry.api.config;

import org.osgi.annotation.versioning.ConsumerType;

/// Hears of the daemon's start and stop; registered as a service. Calls come one at a time and must be quick.
@ConsumerType
public interface LifecycleListener {
    /// The start has come to this step.
    ///
    /// @param step a few words, such as `containers`
    default void starting(String step) {}

    /// The daemon answers requests from now on. Also called for a listener that arrives later.
    void ready();

    /// The daemon begins to stop.
    void stopping();
}
