package dev.gantry.api.lease;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// Tells what comes and goes of one type, as a component would be told it. Sees with the eyes of the framework, as the component's bundle
/// sees nothing any more.
final class ServiceWatch<T> extends ServiceTracker<T, T> {
    private final Kind<T> kind;
    private final Set<T> here = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /// What is watched, and who is told.
    ///
    /// @param come with the ranking; also of what is known already
    /// @param go also of what is not known any more
    /// @param known what is known now, to whomever `come` and `go` tell it
    record Kind<T>(Class<T> type, BiConsumer<T, Integer> come, Consumer<T> go, Supplier<? extends Iterable<T>> known) {
        ServiceWatch<T> watch(BundleContext framework) {
            return new ServiceWatch<>(framework, this);
        }
    }

    private ServiceWatch(BundleContext framework, Kind<T> kind) {
        super(framework, kind.type, null);
        this.kind = kind;
    }

    @Override
    public @Nullable T addingService(ServiceReference<T> reference) {
        T service = super.addingService(reference);
        if (service == null) {
            return null;
        }
        // The framework shows it services of every class space: after a refresh of the api, of another class by the
        // same name.
        if (!kind.type.isInstance(service)) {
            context.ungetService(reference);
            return null;
        }
        here.add(service);
        kind.come.accept(
                service, reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0);
        return service;
    }

    @Override
    public void removedService(ServiceReference<T> reference, T service) {
        here.remove(service);
        kind.go.accept(service);
        super.removedService(reference, service);
    }

    /// Once open: lets go of what is known but is not here, as it went when nobody looked.
    void forgetTheGone() {
        for (T service : kind.known.get()) {
            if (!here.contains(service)) {
                kind.go.accept(service);
            }
        }
    }
}
