package dev.gantry.api.http;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Contributes routes; registered as a service by any bundle. Of two routers with the same method and template the one with the
/// higher `service.ranking` is used.
@ConsumerType
public interface Router {
    /// The routes, asked for once when the service arrives. Must not block: handlers find their services when they are called.
    List<Route> routes();
}
