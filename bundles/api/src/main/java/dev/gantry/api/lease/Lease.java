package dev.gantry.api.lease;

import org.osgi.annotation.versioning.ProviderType;

/// The right to use a service for the length of one call. Close it exactly once, on any thread; the provider's departure
/// waits for that.
///
/// @param <T> the service type
@ProviderType
public interface Lease<T> extends AutoCloseable {
    /// The service, usable until [#close].
    T service();

    /// Gives the lease back; later calls do nothing.
    @Override
    void close();
}
