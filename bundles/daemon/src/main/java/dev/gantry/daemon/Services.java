package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.http.TlsContext;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts that the sequence waits for, and what it asks of those that may be missing at the end.
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final Duration TLS_LIMIT = Duration.ofSeconds(10);
    private static final Duration METRICS_LIMIT = Duration.ofSeconds(5);
    private static final Duration DRIVER_LIMIT = Duration.ofSeconds(5);
    private static final Duration API_EXTRA = Duration.ofSeconds(5);

    final ServiceSlot<ApiServer> api;
    final ServiceSlot<Registry> registry;
    final ServiceSlot<ContainerLogs> logs;
    final ServiceSlot<RuntimeVersion> runtime;
    final ServiceSlot<Containers> containers;
    final EventOutlet events = new EventOutlet();
    final ServiceSlot<TlsContext> tls = new ServiceSlot<>("TLS", TLS_LIMIT);
    final ServiceSlot<Plugins> plugins = new ServiceSlot<>("plugins");
    final ServiceSlot<Measurements> measurements = new ServiceSlot<>("the metrics endpoint");
    final Lifecycle lifecycle = new Lifecycle();

    Services(Duration patience) {
        api = new ServiceSlot<>("the API server", patience);
        registry = new ServiceSlot<>("the registry client", patience);
        logs = new ServiceSlot<>("container logs", patience);
        runtime = new ServiceSlot<>("containerd", patience);
        containers = new ServiceSlot<>("the engine", patience);
    }

    /// Nothing is served in the clear because a certificate could not be read.
    void requireTls(DaemonConfig config) {
        if (!config.flag("tls")) {
            return;
        }
        try {
            tls.run(TlsContext::sslContext);
        } catch (EngineException e) {
            throw e.prefixed("invalid TLS configuration");
        }
    }

    /// Without its default driver most containers could not be created.
    void requireLogs() throws InterruptedException {
        try (Lease<ContainerLogs> lease = logs.acquire()) {
            lease.service().requireDefaults(DRIVER_LIMIT);
        }
    }

    /// With a plugin that is not there every request would fail.
    void requireAuthorization(DaemonConfig config) {
        for (String name : config.list("authorization-plugins")) {
            try {
                plugins.call(all -> all.find(name, Plugins.AUTHORIZATION, Plugins.PATIENCE));
            } catch (EngineException e) {
                throw e.prefixed("Error validating authorization plugin");
            }
        }
    }

    /// It measures as soon as it listens.
    void requireMetrics(DaemonConfig config) throws InterruptedException {
        if (!config.text("metrics-addr").isEmpty() && !measurements.await(METRICS_LIMIT)) {
            throw EngineException.invalidParameter(
                    "cannot listen on metrics-addr " + config.text("metrics-addr") + "; the log says why");
        }
    }

    /// How long stopping may take; null for as long as it likes.
    @Nullable Duration stopLimit(long seconds) {
        try (Lease<Containers> lease = containers.tryAcquire()) {
            Duration need = lease == null ? Duration.ZERO : lease.service().shutdownNeed();
            if (seconds < 0 || need.isNegative()) {
                return null;
            }
            Duration wanted = Duration.ofSeconds(seconds);
            return need.compareTo(wanted) > 0 ? need : wanted;
        }
    }

    /// Nobody new comes in; who waits for a container to stop is told when it has.
    void refuseClients() {
        try (Lease<ApiServer> lease = api.tryAcquire()) {
            if (lease != null) {
                lease.service().refuse();
            }
        } catch (EngineException e) {
            LOG.warn("closing the API server: {}", e.getMessage());
        }
    }

    void stopServing() {
        try (Lease<ApiServer> lease = api.tryAcquire()) {
            if (lease != null && !lease.service().stop(API_EXTRA)) {
                LOG.debug("connections were cut");
            }
        } catch (EngineException e) {
            LOG.warn("stopping the API server: {}", e.getMessage());
        }
    }

    /// @param limit null for none
    /// @param stay whether running containers are to stay
    void stopContainers(@Nullable Duration limit, boolean stay) {
        try (Lease<Containers> lease = containers.tryAcquire()) {
            int left = lease == null ? 0 : lease.service().shutdown(limit);
            if (left > 0 && stay) {
                LOG.info("{} containers go on without the daemon", left);
            } else if (left > 0) {
                LOG.error("Force shutdown daemon: {} containers have not stopped in time", left);
            }
        } catch (EngineException e) {
            LOG.error("stopping containers: {}", e.getMessage());
        }
    }

    void publish(Event event) {
        events.publish(event);
    }
}
