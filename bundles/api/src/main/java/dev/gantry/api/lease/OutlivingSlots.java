package dev.gantry.api.lease;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// The slots of a component whose streams may outlive it: a followed log goes on in the code of the router that began it, after that router
/// was updated. Nobody tells such a component what comes and goes; then these slots find out themselves, until the last stream has ended.
///
/// Call [#leave] from the component's deactivate method, and hold a [#stream] as long as something goes on. Safe from any thread.
public final class OutlivingSlots {
    private final List<Tracked<?>> slots = new ArrayList<>();
    private List<ServiceTracker<?, ?>> trackers = List.of();
    private int streams;

    private record Tracked<T>(Class<T> type, ServiceSlot<T> slot) {
        /// Sees with the eyes of the framework: the component's bundle sees nothing any more.
        ServiceTracker<T, T> tracker(BundleContext framework) {
            return new ServiceTracker<>(framework, type, null) {
                @Override
                public T addingService(ServiceReference<T> reference) {
                    T service = super.addingService(reference);
                    if (service != null) {
                        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
                        slot.appeared(service, ranking instanceof Integer number ? number : 0);
                    }
                    return service;
                }

                @Override
                public void removedService(ServiceReference<T> reference, T service) {
                    slot.vanished(service);
                    super.removedService(reference, service);
                }
            };
        }
    }

    /// Something that goes on.
    @FunctionalInterface
    public interface Stream extends AutoCloseable {
        /// It has ended. Once.
        @Override
        void close();
    }

    /// A slot among these. Make them all before anything else is called.
    ///
    /// @param what as for a [slot][ServiceSlot#ServiceSlot(String)]
    public <T> ServiceSlot<T> slot(Class<T> type, String what) {
        ServiceSlot<T> slot = new ServiceSlot<>(what);
        slots.add(new Tracked<>(type, slot));
        return slot;
    }

    /// Something begins that may go on after [#leave].
    public synchronized Stream stream() {
        streams++;
        return this::streamEnds;
    }

    private void streamEnds() {
        List<ServiceTracker<?, ?>> over = List.of();
        synchronized (this) {
            streams--;
            if (streams == 0) {
                over = trackers;
                trackers = List.of();
            }
        }
        over.forEach(ServiceTracker::close);
    }

    /// The component leaves; its references are unbound after that.
    ///
    /// @param own of the component's bundle
    public synchronized void leave(BundleContext own) {
        if (streams == 0) {
            return;
        }
        BundleContext framework =
                own.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        List<ServiceTracker<?, ?>> opened = new ArrayList<>();
        for (Tracked<?> each : slots) {
            each.slot.outlive();
            opened.add(each.tracker(framework));
        }
        trackers = opened;
        opened.forEach(ServiceTracker::open);
    }
}
