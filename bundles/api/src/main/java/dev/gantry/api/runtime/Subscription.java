package dev.gantry.api.runtime;

/// Ends the delivery of events. Close it exactly once; a callback that runs meanwhile may still finish.
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
