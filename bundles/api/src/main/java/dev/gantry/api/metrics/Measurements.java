package dev.gantry.api.metrics;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/// Takes measurements; present only while figures are collected. Calls are cheap, never block, and may come from any thread.
@ProviderType
public interface Measurements {
    /// Something was done to a container, successfully.
    ///
    /// @param action `create`, `start`, `delete`, `commit` or `changes`
    void containerAction(String action, Duration took);

    /// Something was done to a container's network, successfully.
    ///
    /// @param action `allocate`, `connect` or `release`
    void networkAction(String action, Duration took);

    /// A container's health was probed.
    ///
    /// @param failed whether the probe could not run or found the container ill
    void healthCheck(boolean failed);
}
