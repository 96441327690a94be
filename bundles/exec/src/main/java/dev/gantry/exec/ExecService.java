package dev.gantry.exec;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.exec.ExecResult;
import dev.gantry.api.exec.ExecSession;
import dev.gantry.api.exec.Execs;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecInspect;
import dev.gantry.api.types.ExecStartRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Execs of all containers. An update of this bundle hands them on to the successor.
@Component(configurationPid = "dev.gantry.exec", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ExecService implements Execs {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Parts parts = new Parts();
    private final ExecTable table = new ExecTable();
    private final Launcher launcher = new Launcher(parts);
    private final ExecEvents events = new ExecEvents(table, launcher);
    private final Handover handover;

    @Activate
    public ExecService(Map<String, Object> settings, @Reference JsonCodec json) {
        this(new Handover(
                Path.of(String.valueOf(settings.get("exec-root")), "execs.json"),
                json,
                ProcessHandle.current().pid()));
    }

    ExecService(Handover handover) {
        this.handover = handover;
        handover.take().forEach(table::add);
    }

    @Override
    public String create(String container, ExecCreateRequest request) {
        if (request.Cmd() == null || request.Cmd().isEmpty()) {
            throw EngineException.invalidParameter("No exec command specified");
        }
        AttachRequest.detachKeys(request.DetachKeys());
        RunningContainer target = requireActive(container);
        if (!request.User().isEmpty()) {
            parts.containers().call(c -> c.execProcess(target.id(), request));
        }
        Exec exec = new Exec(newId(), target.id(), request, new Exec.State.Created());
        table.add(exec);
        launcher.announce(exec, "exec_create: " + exec.shown(), Map.of("execID", exec.id()));
        return exec.id();
    }

    private static String newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private RunningContainer requireActive(String container) {
        RunningContainer target = parts.containers().call(c -> c.lookup(container));
        if (!target.isRunning() && !target.isRestarting()) {
            throw EngineException.conflict("container " + target.id() + " is not running");
        }
        if (target.isPaused()) {
            throw EngineException.conflict(
                    "container " + target.id() + " is paused, unpause the container before exec");
        }
        if (target.isRestarting()) {
            throw EngineException.conflict(
                    "Container " + target.id() + " is restarting, wait until the container is running");
        }
        return target;
    }

    @Override
    public ExecInspect inspect(String id) {
        Exec exec = table.require(id);
        try {
            parts.containers().call(c -> c.lookup(exec.containerId()));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                table.remove(exec);
                throw ExecTable.missing(id);
            }
            throw e;
        }
        return exec.inspect();
    }

    @Override
    public List<String> of(String containerId) {
        return table.of(containerId).stream()
                .filter(exec -> !(exec.state() instanceof Exec.State.Ended))
                .map(Exec::id)
                .sorted()
                .toList();
    }

    @Override
    public void startDetached(String id, ExecStartRequest request) {
        Exec exec = claim(id);
        // A terminal has to be read by somebody; what it shows is dropped.
        launcher.start(exec, exec.request().Tty() ? launcher.streams(exec, false) : null, request.ConsoleSize());
    }

    private Exec claim(String id) {
        Exec exec = table.require(id);
        requireActive(exec.containerId());
        exec.claim();
        return exec;
    }

    @Override
    public ExecSession startAttached(String id, ExecStartRequest request) {
        Exec exec = claim(id);
        return new AttachedSession(
                exec, launcher, AttachRequest.detachKeys(exec.request().DetachKeys()), request.ConsoleSize());
    }

    @Override
    public void resize(String id, int height, int width) {
        Exec exec = table.require(id);
        try {
            exec.awaitStart(START_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for the exec", e);
        }
        parts.runtime().run(runtime -> runtime.resize(exec.containerId(), id, width, height));
    }

    @Override
    public ExecResult run(String containerId, ExecCreateRequest request, Duration limit, int outputLimit) {
        Exec exec = table.require(create(containerId, request));
        exec.claim();
        try {
            return new TimedRun(launcher, outputLimit).run(exec, limit);
        } finally {
            table.remove(exec);
        }
    }

    @Deactivate
    void leave(BundleContext bundle) {
        parts.all().leave(bundle);
        handOver();
    }

    /// An exec whose process is just being made is waited for: nobody else knows of it.
    void handOver() {
        table.awaitStarts(START_LIMIT);
        events.close();
        handover.give(table.all());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        parts.containers().bind(service);
    }

    void unbindContainers(Containers service) {
        parts.containers().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(Runtime service) {
        parts.runtime().bind(service);
        events.listenTo(service);
    }

    void unbindRuntime(Runtime service) {
        events.leave(service);
        parts.runtime().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStreams(ContainerStreams service) {
        parts.streams().bind(service);
        for (Exec exec : table.all()) {
            if (exec.stdin() != null && exec.state() instanceof Exec.State.Running) {
                Thread.ofVirtual().name("exec-adopts").start(() -> launcher.adopt(exec));
            }
        }
    }

    void unbindStreams(ContainerStreams service) {
        parts.streams().unbind(service);
    }
}
