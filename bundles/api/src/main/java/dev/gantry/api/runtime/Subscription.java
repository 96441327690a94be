package dev.gantry.api.runtime;

import org.osgi.annotation.versioning.ProviderType;

/// Ends the delivery of events. Close it exactly once; a callback that runs meanwhile may still finish.
@ProviderType
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
