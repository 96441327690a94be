package dev.gantry.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/// Answers a request.
@ConsumerType
@FunctionalInterface
public interface Handler {
    /// Called on a virtual thread of the request's own; may block.
    ///
    /// @throws Exception any failure: an EngineException is mapped by its kind, an IOException from the exchange's own streams
    ///     means that the client has gone, everything else is answered with 500 and logged
    void handle(Exchange exchange) throws Exception;
}
