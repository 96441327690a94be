package dev.gantry.systemd;

import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.config.ReloadListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Sockets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Tells the service manager how far the daemon is, and, when it wants to know, that it still answers. Without `NOTIFY_SOCKET` it
/// does nothing.
@Component(service = {LifecycleListener.class, ReloadListener.class})
public final class SystemdNotifier implements LifecycleListener, ReloadListener {
    private static final String SERVING = "READY=1\nSTATUS=Serving the Docker API";

    private final NotifySocket socket;
    private final Duration interval;
    private final ServiceSlot<ApiServer> api = new ServiceSlot<>("the API server");
    private @Nullable Watchdog watchdog;

    @Activate
    public SystemdNotifier(@Reference Sockets sockets) {
        this(sockets, System.getenv(), ProcessHandle.current().pid());
    }

    SystemdNotifier(Sockets sockets, Map<String, String> environment, long pid) {
        this.socket = new NotifySocket(sockets, environment.getOrDefault("NOTIFY_SOCKET", ""));
        this.interval = socket.isThere() ? Watchdog.interval(environment, pid) : Duration.ZERO;
    }

    @Override
    public void starting(String step) {
        socket.send("STATUS=Starting: " + step);
    }

    @Override
    public synchronized void ready() {
        socket.send(SERVING);
        if (watchdog == null && interval.isPositive()) {
            watchdog = new Watchdog(interval, this::isAnswering, () -> socket.send("WATCHDOG=1"));
        }
    }

    private boolean isAnswering(Duration limit) throws InterruptedException {
        try (Lease<ApiServer> lease = api.tryAcquire()) {
            return lease != null && lease.service().isAnswering(limit);
        }
    }

    /// With the time, by which the service manager tells this reload from an earlier one: microseconds of the clock that the Java
    /// virtual machine takes `nanoTime` from, which is CLOCK_MONOTONIC.
    @Override
    public void reloading() {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
        socket.send("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=Reloading the configuration");
    }

    @Override
    public void reloaded(ReloadReport report) {
        socket.send(SERVING);
    }

    @Override
    public void refused(String reason) {
        socket.send(
                "READY=1\nSTATUS=Serving the Docker API; the last reload was refused: " + reason.replace('\n', ' '));
    }

    @Override
    public void stopping() {
        leave();
        socket.send("STOPPING=1\nSTATUS=Stopping");
    }

    @Deactivate
    synchronized void leave() {
        if (watchdog != null) {
            watchdog.close();
            watchdog = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindApi(ApiServer server) {
        api.bind(server);
    }

    void unbindApi(ApiServer server) {
        api.unbind(server);
    }
}
