package dev.gantry.api.lease;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The present providers of an extension point whose members are told apart by a name: log drivers, network drivers, listeners.
///
/// A name stays known after its provider has left, so that a caller in the gap of a swap waits for the successor; a name that
/// never had a provider is simply absent.
///
/// @param <T> the service type
public final class NamedServices<T> {
    private final String what;
    private final ConcurrentHashMap<String, ServiceSlot<T>> byName = new ConcurrentHashMap<>();

    /// @param what names the kind in failures, such as "log driver"
    public NamedServices(String what) {
        this.what = what;
    }

    /// Adds a provider for `name`. It takes the place of one with the same ranking or a lower one.
    ///
    /// @param ranking the service property `service.ranking`
    public void bind(String name, T service, int ranking) {
        byName.computeIfAbsent(name, n -> new ServiceSlot<>(what + " " + n)).bind(service, ranking);
    }

    /// Adds a provider whose ranking is 0.
    public void bind(String name, T service) {
        bind(name, service, 0);
    }

    /// `service.ranking` among the properties of a service; 0 when it has none.
    public static int ranking(Map<String, ?> properties) {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }

    /// Removes this provider and waits for its last lease; a successor under the same name stays.
    ///
    /// @return whether the last lease came back in time
    public boolean unbind(String name, T service) {
        ServiceSlot<T> slot = byName.get(name);
        return slot == null || slot.unbind(service);
    }

    /// The slot of `name`, or null when no provider of that name was ever here.
    public @Nullable ServiceSlot<T> slot(String name) {
        return byName.get(name);
    }

    /// Names that have a provider now, sorted.
    public Set<String> present() {
        Set<String> names = new TreeSet<>();
        byName.forEach((name, slot) -> {
            if (slot.isPresent()) {
                names.add(name);
            }
        });
        return names;
    }
}
