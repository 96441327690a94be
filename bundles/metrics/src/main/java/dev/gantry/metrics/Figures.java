package dev.gantry.metrics;

import dev.gantry.api.container.ContainerCounts;
import dev.gantry.api.container.Containers;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.runtime.RuntimeVersion;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All figures, under the names that dashboards for Docker know. Made only when somebody collects them: the client library is loaded
/// with it.
final class Figures implements Measurements {
    private static final ContainerCounts NONE = new ContainerCounts(0, 0, 0);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Sources sources;
    private final Histogram containerActions;
    private final Histogram networkActions;
    private final Counter healthChecks;
    private final Counter failedHealthChecks;
    private final Counter events;
    private final Path dataRoot;

    Figures(Sources sources, Path dataRoot) {
        this.sources = sources;
        this.dataRoot = dataRoot;
        containerActions = histogram(
                "engine_daemon_container_actions_seconds",
                "The number of seconds it takes to process each container action",
                List.of("changes", "commit", "create", "delete", "start"));
        networkActions = histogram(
                "engine_daemon_network_actions_seconds",
                "The number of seconds it takes to process each network action",
                List.of("allocate", "connect", "release"));
        healthChecks = counter("engine_daemon_health_checks", "The total number of health checks");
        failedHealthChecks = counter("engine_daemon_health_checks_failed", "The total number of failed health checks");
        events = counter("engine_daemon_events", "The number of events logged");
        machine();
        states();
        JvmMetrics.builder().register(registry);
    }

    private Histogram histogram(String name, String help, List<String> actions) {
        Histogram histogram = Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("action")
                .classicOnly()
                .register(registry);
        actions.forEach(histogram::initLabelValues);
        return histogram;
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private void gauge(String name, String help, java.util.function.DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private void machine() {
        gauge(
                "engine_daemon_engine_cpus_cpus",
                "The number of cpus that the host system of the engine has",
                () -> Sources.ask(sources.machine, Machine::processors, 0));
        gauge(
                "engine_daemon_engine_memory_bytes",
                "The number of bytes of memory that the host system of the engine has",
                () -> Sources.ask(sources.machine, Machine::memoryBytes, 0L));
    }

    private void states() {
        GaugeWithCallback.builder()
                .name("engine_daemon_container_states_containers")
                .help("The count of containers in various states")
                .labelNames("state")
                .callback(callback -> {
                    ContainerCounts counts = Sources.ask(sources.containers, Containers::counts, NONE);
                    callback.call(counts.paused(), "paused");
                    callback.call(counts.running(), "running");
                    callback.call(counts.stopped(), "stopped");
                })
                .register(registry);
    }

    /// What the engine is. Told anew for each scrape: containerd may be a newer one by now.
    private Info info() {
        Info info = Info.builder()
                .name("engine_daemon_engine_info")
                .help("The information related to the engine and the OS it is running on")
                .labelNames(
                        "architecture",
                        "commit",
                        "daemon_id",
                        "graphdriver",
                        "kernel",
                        "os",
                        "os_type",
                        "os_version",
                        "version")
                .build();
        Map<String, String> release = Sources.ask(sources.machine, Machine::osRelease, Map.of());
        List<String> snapshotters = Sources.ask(sources.runtime, RuntimeVersion::snapshotters, List.of());
        info.setLabelValues(
                Sources.ask(sources.machine, Machine::architecture, ""),
                BuildInfo.commit(),
                engineId(),
                snapshotters.isEmpty() || snapshotters.contains("overlayfs") ? "overlayfs" : snapshotters.getFirst(),
                Sources.ask(sources.machine, Machine::kernelRelease, ""),
                release.getOrDefault("PRETTY_NAME", "Linux"),
                "linux",
                release.getOrDefault("VERSION_ID", ""),
                ApiVersion.RELEASE);
        return info;
    }

    private String engineId() {
        try {
            return Files.readString(dataRoot.resolve("engine-id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void containerAction(String action, Duration took) {
        containerActions.labelValues(action).observe(took.toNanos() / 1e9);
    }

    @Override
    public void networkAction(String action, Duration took) {
        networkActions.labelValues(action).observe(took.toNanos() / 1e9);
    }

    @Override
    public void healthCheck(boolean failed) {
        healthChecks.inc();
        if (failed) {
            failedHealthChecks.inc();
        }
    }

    void event() {
        events.inc();
    }

    /// Everything as text; one at a time.
    ///
    /// @param openMetrics whether in the form of OpenMetrics 1.0 rather than Prometheus' own
    synchronized byte[] text(boolean openMetrics) {
        Info info = info();
        registry.register(info);
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1024);
            if (openMetrics) {
                OpenMetricsTextFormatWriter.create().write(text, registry.scrape());
            } else {
                PrometheusTextFormatWriter.create().write(text, registry.scrape());
            }
            return text.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            registry.unregister(info);
        }
    }

    static String contentType(boolean openMetrics) {
        return openMetrics ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE;
    }
}
