package dev.gantry.http;

import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// Tells a server that has left what comes and goes, for the requests of connections that stay with it: its component is gone, and with
/// it whoever did that. The framework itself is asked, because this bundle has stopped.
final class Afterlife {
    private final List<ServiceTracker<?, ?>> trackers;

    private Afterlife(List<ServiceTracker<?, ?>> trackers) {
        this.trackers = trackers;
    }

    /// Begins with what is here now.
    ///
    /// @param routes know the routers and middleware of the component, to its end
    /// @param json likewise
    static Afterlife begin(BundleContext own, Routes routes, ServiceSlot<JsonCodec> json) {
        BundleContext lasting = own.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        Afterlife begun = new Afterlife(List.of(
                tracker(lasting, Router.class, routes::addNew, routes::remove),
                tracker(lasting, Middleware.class, routes::addNew, routes::remove),
                tracker(lasting, JsonCodec.class, (codec, ranking) -> bindNew(json, codec, ranking), json::unbind)));
        begun.trackers.forEach(ServiceTracker::open);
        return begun;
    }

    @SuppressWarnings("ReferenceEquality")
    private static void bindNew(ServiceSlot<JsonCodec> json, JsonCodec codec, int ranking) {
        try (Lease<JsonCodec> present = json.tryAcquire()) {
            if (present != null && present.service() == codec) {
                return;
            }
        }
        json.bind(codec, ranking);
    }

    private static <T> ServiceTracker<T, T> tracker(
            BundleContext context, Class<T> type, BiConsumer<T, Integer> come, Consumer<T> go) {
        return new ServiceTracker<>(context, type, null) {
            @Override
            public T addingService(ServiceReference<T> reference) {
                T service = super.addingService(reference);
                Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
                if (service != null) {
                    come.accept(service, ranking instanceof Integer number ? number : 0);
                }
                return service;
            }

            @Override
            public void removedService(ServiceReference<T> reference, T service) {
                go.accept(service);
                super.removedService(reference, service);
            }
        };
    }

    void end() {
        trackers.forEach(ServiceTracker::close);
    }
}
