package dev.gantry.plugins;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.Plugins;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Finds legacy plugins when they are asked for and remembers those that answered.
@Component(service = Plugins.class)
public final class LegacyPlugins implements Plugins {
    private final ServiceSlot<JsonCodec> json = new ServiceSlot<>("the JSON codec");
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final Map<String, LegacyPlugin> activated = new ConcurrentHashMap<>();
    private final Transport transport = new Transport();
    private final Discovery discovery;
    private final Duration unit;
    private final Caller caller;

    /// Looks where Docker looks.
    @Activate
    public LegacyPlugins() {
        this(new Discovery(), Duration.ofSeconds(1));
    }

    LegacyPlugins(Discovery discovery, Duration unit) {
        this.discovery = discovery;
        this.unit = unit;
        this.caller = new Caller(transport, json, leaving, unit);
    }

    @Override
    public Plugin find(String name, String kind, Duration patience) {
        LegacyPlugin plugin = activated.get(name);
        if (plugin == null) {
            plugin = activate(name, patience);
            activated.put(name, plugin);
        }
        if (!plugin.kinds().contains(kind)) {
            throw EngineException.system("Plugin does not implement the requested driver: plugin=\"" + name
                    + "\", requested implementation=\"" + kind + "\"");
        }
        return plugin;
    }

    private LegacyPlugin activate(String name, Duration patience) {
        Address address = await(name, patience);
        try {
            List<String> kinds = caller.activate(address, patience).Implements();
            return new LegacyPlugin(name, kinds == null ? List.of() : kinds, address, caller);
        } catch (EngineException e) {
            throw EngineException.system("legacy plugin: " + e.getMessage(), e);
        }
    }

    private Address await(String name, Duration patience) {
        Backoff backoff = new Backoff(leaving, unit, patience);
        try {
            do {
                Address found = discovery.find(name, text -> caller.read(text, Discovery.Description.class));
                if (found != null) {
                    return found;
                }
            } while (backoff.pause());
        } catch (InterruptedIOException e) {
            throw EngineException.system("cancelled while looking for plugin \"" + name + "\"", e);
        }
        throw EngineException.notFound("plugin \"" + name + "\" not found");
    }

    @Deactivate
    void leave() {
        leaving.countDown();
        transport.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec codec) {
        json.bind(codec);
    }

    void unbindJson(JsonCodec codec) {
        json.unbind(codec);
    }
}
