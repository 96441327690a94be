package dev.gantry.metrics;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Events;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.runtime.RuntimeVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The endpoint for Prometheus: nothing at all unless an address is configured. The [Measurements] service is registered while it
/// listens, and only then do others measure.
@Component(
        immediate = true,
        service = Reconfigurable.class,
        configurationPid = "dev.gantry.metrics",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MetricsEndpoint implements Reconfigurable {
    private static final String KEY = "metrics-addr";
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);

    private final BundleContext context;
    private final Sources sources = new Sources();
    private final EventCount events = new EventCount();
    private final Path dataRoot;
    private @Nullable Figures figures;
    private @Nullable Listening listening;
    private @Nullable ServiceRegistration<Measurements> registration;

    /// An address that cannot be had is logged, and leaves everything as without one: a component that fails would say so in a
    /// hundred lines, to each that asks for it.
    ///
    /// @param settings `metrics-addr`: `host:port`, empty for no endpoint; `data-root`
    @Activate
    public MetricsEndpoint(BundleContext context, Map<String, Object> settings) {
        this.context = context;
        this.dataRoot = Path.of(String.valueOf(settings.get("data-root")));
        String address = address(settings);
        try {
            if (!address.isEmpty()) {
                switchTo(open(address));
            }
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private static String address(Map<String, Object> settings) {
        return settings.get(KEY) instanceof String text ? text : "";
    }

    private static Listening open(String address) throws IOException {
        try {
            return Listening.open(address);
        } catch (IOException e) {
            throw new IOException("metrics-addr: listen tcp " + address + ": " + e.getMessage(), e);
        }
    }

    /// Nothing to do: what changes comes through [#prepare], and this keeps the component from being made anew.
    @Modified
    void modified() {}

    @Override
    public Preparation prepare(ConfigChange change) {
        if (!change.concerns(KEY)) {
            return Preparation.NOTHING;
        }
        String address = change.after().text(KEY);
        try {
            return new Switch(address.isEmpty() ? null : open(address));
        } catch (IOException e) {
            throw EngineException.invalidParameter(String.valueOf(e.getMessage()), e);
        }
    }

    /// From one address to another, or to none.
    private final class Switch implements Preparation {
        private final @Nullable Listening next;

        Switch(@Nullable Listening next) {
            this.next = next;
        }

        @Override
        public void commit() {
            switchTo(next);
        }

        @Override
        public void rollback() {
            if (next != null) {
                next.close();
            }
        }
    }

    private synchronized void switchTo(@Nullable Listening next) {
        if (listening != null) {
            listening.close();
        }
        listening = next;
        if (next == null) {
            forget();
            return;
        }
        Figures counting = figures;
        if (counting == null) {
            counting = new Figures(sources, dataRoot);
            figures = counting;
            events.figures(counting);
            registration = context.registerService(Measurements.class, counting, null);
        }
        Figures shown = counting;
        next.answer(() -> shown);
        LOG.info("metrics API listening on {}", next.address());
    }

    /// Nobody collects any more: nobody measures.
    private void forget() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        events.figures(null);
        figures = null;
    }

    @Deactivate
    synchronized void leave() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        forget();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        sources.containers.bind(service);
    }

    void unbindContainers(Containers service) {
        sources.containers.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMachine(Machine service) {
        sources.machine.bind(service);
    }

    void unbindMachine(Machine service) {
        sources.machine.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(RuntimeVersion service) {
        sources.runtime.bind(service);
    }

    void unbindRuntime(RuntimeVersion service) {
        sources.runtime.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        events.bind(service);
    }

    void unbindEvents(Events service) {
        events.unbind(service);
    }
}
