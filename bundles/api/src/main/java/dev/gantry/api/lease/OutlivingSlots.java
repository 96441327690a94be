package dev.gantry.api.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.util.tracker.ServiceTracker;

/// The slots of a component whose streams may outlive it: a followed log goes on in the code of the router that began it, after that router
/// was updated. Nobody tells such a component what comes and goes; then these slots find out themselves, until the last stream has ended.
///
/// Call [#leave] from the component's deactivate method, and hold a [#stream] as long as something goes on. Safe from any thread.
public final class OutlivingSlots {
    private final List<ServiceSlot<?>> slots = new ArrayList<>();
    private final List<ServiceWatch.Kind<?>> kinds = new ArrayList<>();
    private List<ServiceWatch<?>> watches = List.of();
    private @Nullable BundleContext framework;
    private int streams;

    /// Something that goes on.
    @FunctionalInterface
    public interface Stream extends AutoCloseable {
        /// It has ended. Later calls do nothing.
        @Override
        void close();
    }

    /// A slot among these. Make them all before anything else is called.
    ///
    /// @param what as for a [slot][ServiceSlot#ServiceSlot(String)]
    public <T> ServiceSlot<T> slot(Class<T> type, String what) {
        ServiceSlot<T> slot = new ServiceSlot<>(what);
        slots.add(slot);
        kinds.add(new ServiceWatch.Kind<>(type, slot::appeared, slot::vanished, slot::known));
        return slot;
    }

    /// Services that are kept elsewhere than in a slot, and are told of after [#leave] as those of the slots are. Call it before anything
    /// else is called, as [#slot].
    ///
    /// @param come is given a service that is here and its ranking; it may be known already
    /// @param go is given a service that has left, or that nobody watches any more; it may be unknown. Blocks until it is out of use
    /// @param known the services that are known now
    public <T> void follow(
            Class<T> type, BiConsumer<T, Integer> come, Consumer<T> go, Supplier<? extends Iterable<T>> known) {
        kinds.add(new ServiceWatch.Kind<>(type, come, go, known));
    }

    /// Something begins that may go on after [#leave], or does so already.
    public synchronized Stream stream() {
        if (streams == 0 && framework != null) {
            // What the component was told is taken back at any moment.
            slots.forEach(ServiceSlot::outlive);
            watch(framework);
            watches.forEach(ServiceWatch::forgetTheGone);
        }
        streams++;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                streamEnds();
            }
        };
    }

    private void watch(BundleContext of) {
        watches = kinds.stream().<ServiceWatch<?>>map(kind -> kind.watch(of)).toList();
        watches.forEach(ServiceTracker::open);
    }

    /// The watches close under the lock: those of a stream that begins meanwhile would be told first, and what they hold be let go of then.
    private synchronized void streamEnds() {
        streams--;
        if (streams == 0) {
            watches.forEach(ServiceTracker::close);
            watches = List.of();
        }
    }

    /// The component leaves; its references are unbound after that.
    ///
    /// @param own of the component's bundle
    public synchronized void leave(BundleContext own) {
        framework = own.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        if (streams > 0) {
            // In this order, a provider that goes meanwhile is told of by the component's reference or by its watch, or
            // by both.
            watch(framework);
            slots.forEach(ServiceSlot::outlive);
            watches.forEach(ServiceWatch::forgetTheGone);
        }
    }
}
