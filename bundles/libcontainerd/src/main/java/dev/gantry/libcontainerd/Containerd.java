package dev.gantry.libcontainerd;

import com.google.protobuf.Empty;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Processes;
import dev.gantry.proto.containerd.version.VersionGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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

/// The containerd in use: chosen, started and connected in the background once this is activated. Shared by the services of
/// this bundle, and by nobody else.
@Component(
        service = Containerd.class,
        // At once, so that our own containerd starts beside everything else.
        immediate = true,
        configurationPid = "dev.gantry.libcontainerd",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Containerd {
    private static final Logger LOG = LoggerFactory.getLogger(Containerd.class);

    /// How long a call waits for a connection that is lost.
    static final Duration CALL_WAIT = Duration.ofSeconds(5);

    /// What a pull or a push may still need after its provider was swapped.
    private static final Duration RETIREMENT = Duration.ofMinutes(2);

    private static final Duration PING_WAIT = Duration.ofSeconds(3);
    private static final Duration SILENCE_TO_REPORT = Duration.ofSeconds(5);

    private final AtomicReference<Settings> settings;
    private final EventStamp stamp;
    private final ServiceSlot<Processes> processes = new ServiceSlot<>("the kernel's processes", Duration.ZERO);
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private final Selection selection;
    private final @Nullable BundleContext context;

    /// Called by Declarative Services.
    @Activate
    public Containerd(BundleContext context, Map<String, Object> properties) {
        this(Settings.of(properties), context);
    }

    Containerd(Settings settings, @Nullable BundleContext context) {
        this.settings = new AtomicReference<>(settings);
        this.stamp = new EventStamp(settings.runDirectory().resolve("event.ts"));
        this.context = context;
        this.selection = new Selection(this.settings::get, this::signal, this::answers);
        Thread.ofVirtual().name("containerd-connect").start(this::connect);
    }

    /// How our own containerd logs may change while connections live on: it holds from its next start. The rest cannot.
    @Modified
    void modified(Map<String, Object> properties) {
        Settings wanted = Settings.of(properties);
        Settings before = settings.getAndUpdate(now -> now.withLog(wanted.log()));
        if (!wanted.equals(before.withLog(wanted.log()))) {
            LOG.warn("another containerd, namespace or directory needs a restart of the daemon");
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProcesses(Processes service) {
        processes.bind(service);
    }

    void unbindProcesses(Processes service) {
        processes.unbind(service);
    }

    private void signal(long pid, int signal) {
        try (Lease<Processes> lease = processes.tryAcquire()) {
            if (lease != null) {
                lease.service().kill((int) pid, signal);
            }
        } catch (IOException e) {
            LOG.debug("signal {} did not reach containerd pid={}", signal, pid, e);
        }
    }

    private void connect() {
        try {
            Connection made = new Connection(selection.choose(), settings().namespace());
            if (!connection.complete(made)) {
                made.close();
                return;
            }
            made.await(SILENCE_TO_REPORT);
        } catch (EngineException e) {
            if (!connection.completeExceptionally(e)) {
                LOG.warn("{}, trying on", e.getMessage());
            }
        } catch (RuntimeException e) {
            connection.completeExceptionally(e);
        }
    }

    /// Our own containerd is stopped with the framework; on an update of this bundle it is left to the successor, and open
    /// streams go on over the old connection.
    @Deactivate
    void stop() {
        stop(context != null && context.getBundle(0).getState() == Bundle.STOPPING);
    }

    void stop(boolean terminate) {
        connection.completeExceptionally(EngineException.unavailable("the connection to containerd is being closed"));
        if (!connection.isCompletedExceptionally()) {
            end(connection.join(), terminate);
        }
        selection.close(terminate);
    }

    private static void end(Connection last, boolean terminate) {
        if (terminate) {
            last.close();
        } else {
            last.retire(RETIREMENT);
        }
    }

    Settings settings() {
        return settings.get();
    }

    EventStamp stamp() {
        return stamp;
    }

    boolean isSupervised() {
        return selection.isSupervised();
    }

    /// Whether containerd was there when last heard of.
    boolean isReady() {
        return connection.isDone()
                && !connection.isCompletedExceptionally()
                && connection.join().isReady();
    }

    private boolean answers() {
        try {
            VersionGrpc.newBlockingStub(await(PING_WAIT).channel(null))
                    .withDeadlineAfter(PING_WAIT.toSeconds(), TimeUnit.SECONDS)
                    .version(Empty.getDefaultInstance());
            return true;
        } catch (EngineException | StatusRuntimeException e) {
            return false;
        }
    }

    /// The socket of the chosen containerd, whether it answers or not.
    Path address() {
        return chosen(CALL_WAIT).address();
    }

    /// Waits until containerd is connected.
    Connection await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Connection chosen = chosen(limit);
        if (!chosen.isReady()) {
            chosen.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return chosen;
    }

    private Connection chosen(Duration limit) {
        try {
            return connection.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw EngineException.unavailable("containerd is not available yet", e);
        } catch (ExecutionException e) {
            throw Failures.of(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for containerd", e);
        }
    }

    /// A channel that is connected; under a lease when one is given.
    Channel channel(@Nullable String lease) {
        return await(CALL_WAIT).channel(lease);
    }

    /// Makes one call.
    <R> R call(Function<Channel, R> rpc) {
        return call(null, rpc);
    }

    /// Makes one call under a lease.
    <R> R call(@Nullable String lease, Function<Channel, R> rpc) {
        Channel channel = channel(lease);
        try {
            return rpc.apply(channel);
        } catch (StatusRuntimeException e) {
            throw Failures.of(e);
        }
    }

    /// Makes one call that changes nothing; when the connection breaks it is made once more.
    <R> R ask(Function<Channel, R> rpc) {
        Channel channel = channel(null);
        try {
            return rpc.apply(channel);
        } catch (StatusRuntimeException e) {
            if (!Failures.is(e, Status.Code.UNAVAILABLE)) {
                throw Failures.of(e);
            }
        }
        return call(rpc);
    }
}
