package dev.gantry.api.config;

import org.osgi.annotation.versioning.ConsumerType;

/// Hears of the daemon's start and stop; registered as a service. Calls come one at a time and must be quick.
@ConsumerType
public interface LifecycleListener {
    /// The daemon answers requests from now on. Also called for a listener that arrives later.
    void ready();

    /// The daemon begins to stop.
    void stopping();
}
