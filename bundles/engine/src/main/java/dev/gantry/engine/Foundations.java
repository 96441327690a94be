package dev.gantry.engine;

import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.oci.OciSpecs;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;

/// Tells the engine that it is about to leave: a bundle stops on which it stands. It hears so from its own deactivation only when nobody
/// calls it any more, and a caller may wait in it for a part that went for the same reason and comes back after it.
final class Foundations implements AutoCloseable {
    private static final String MACHINE = "dev.gantry.api.linux.";
    private static final Set<String> OTHERS = Set.of(JsonCodec.class.getName(), OciSpecs.class.getName());

    private final ServiceRegistration<EventHook> hook;

    /// @param leaving is run on the thread that stops the bundle, before its services go
    Foundations(BundleContext engine, Runnable leaving) {
        Bundle own = engine.getBundle();
        hook = engine.registerService(
                EventHook.class,
                (event, _) -> {
                    if (event.getType() == BundleEvent.STOPPING && carry(event.getBundle(), own)) {
                        leaving.run();
                    }
                },
                null);
    }

    private static boolean carry(Bundle going, Bundle own) {
        return going.equals(own) || uses(going.getRegisteredServices(), own);
    }

    private static boolean uses(ServiceReference<?> @Nullable [] services, Bundle own) {
        return services != null
                && Arrays.stream(services)
                        .filter(Foundations::isFixed)
                        .map(service -> service.getUsingBundles())
                        .anyMatch(users -> users != null && Arrays.asList(users).contains(own));
    }

    /// Whether the engine has it for as long as it lives.
    private static boolean isFixed(ServiceReference<?> service) {
        return Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS))
                .anyMatch(type -> type.startsWith(MACHINE) || OTHERS.contains(type));
    }

    @Override
    public void close() {
        hook.unregister();
    }
}
