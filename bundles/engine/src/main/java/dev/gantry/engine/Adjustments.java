package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.oci.CheckedHostConfig;
import dev.gantry.api.types.ContainerUpdateRequest;
import dev.gantry.api.types.ContainerUpdateResponse;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Changes of a container that leave its life as it is: pause, limits, name, networks, health.
@SuppressWarnings("NullAway") // A generated builder takes null wherever its record does, but does not say so.
final class Adjustments {
    private final Machinery engine;

    Adjustments(Machinery engine) {
        this.engine = engine;
    }

    void pause(Container container) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            RunState.Running running = switch (facts.state()) {
                case RunState.Running now -> now;
                case RunState.Paused _ ->
                    throw EngineException.conflict("container " + facts.id() + " is already paused");
                case RunState.Restarting _ ->
                    throw EngineException.conflict(
                            "container " + facts.id() + " is restarting, wait until the container is running");
                case RunState.Created _, RunState.Exited _, RunState.Removing _, RunState.Dead _ ->
                    throw EngineException.conflict("container " + facts.id() + " is not running");
            };
            try {
                engine.services().runtime.run(runtime -> runtime.pause(facts.id()));
            } catch (EngineException e) {
                throw e.prefixed("cannot pause container " + facts.id());
            }
            become(container, facts.withState(new RunState.Paused(running)), "pause");
        } finally {
            container.lock().unlock();
        }
    }

    void unpause(Container container) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            if (!(facts.state() instanceof RunState.Paused(RunState.Running running))) {
                throw EngineException.system("container " + facts.id() + " is not paused");
            }
            try {
                engine.services().runtime.run(runtime -> runtime.resume(facts.id()));
            } catch (EngineException e) {
                throw e.prefixed("cannot unpause container " + facts.id());
            }
            become(container, facts.withState(running), "unpause");
        } finally {
            container.lock().unlock();
        }
    }

    private void become(Container container, ContainerFacts next, String event) {
        container.become(next);
        engine.store().save(next, false);
        engine.say(next, event);
    }

    /// The runtime says that its processes are frozen or thawed, whoever asked for it.
    void frozen(Container container, boolean frozen) {
        engine.change(container, facts -> {
            if (frozen && facts.state() instanceof RunState.Running running) {
                return facts.withState(new RunState.Paused(running));
            }
            if (!frozen && facts.state() instanceof RunState.Paused(RunState.Running running)) {
                return facts.withState(running);
            }
            return facts;
        });
    }

    void rename(Container container, String name) {
        if (name.isEmpty()) {
            throw EngineException.invalidParameter("Neither old nor new names may be empty");
        }
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            String bare = name.startsWith("/") ? name.substring(1) : name;
            if (bare.equals(facts.name())) {
                throw EngineException.invalidParameter("Renaming a container with the same name as its current name");
            }
            requirePresent(facts);
            String reserved = reserve("/" + bare, facts.id());
            ContainerFacts next = facts.withName(reserved);
            try {
                engine.store().save(next, true);
            } catch (EngineException e) {
                engine.table().release(reserved, facts.id());
                throw e;
            }
            container.become(next);
            engine.table().release(facts.name(), facts.id());
            if (facts.state().isAlive()) {
                engine.services().sandboxes.run(sandboxes -> sandboxes.rename(facts.id(), reserved));
            }
            engine.say(next, "rename", Map.of("oldName", "/" + facts.name()));
        } finally {
            container.lock().unlock();
        }
    }

    private String reserve(String name, String id) {
        try {
            return engine.table().reserve(name, id);
        } catch (EngineException e) {
            throw e.prefixed("Error when allocating new name");
        }
    }

    private static void requirePresent(ContainerFacts facts) {
        if (facts.state().isLeaving()) {
            throw EngineException.conflict("container " + facts.id() + " is marked for removal and cannot be changed");
        }
    }

    ContainerUpdateResponse update(Container container, ContainerUpdateRequest request) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            requirePresent(facts);
            HostConfig merged = merged(facts, request);
            CheckedHostConfig checked = engine.kernel().specs().checkUpdate(merged);
            HostConfig host = checked.host();
            if (host.AutoRemove()
                    && !request.RestartPolicy().Name().isEmpty()
                    && !request.RestartPolicy().Name().equals("no")) {
                throw EngineException.invalidParameter(
                        "Restart policy cannot be updated because AutoRemove is enabled for the container");
            }
            ContainerFacts next = facts.withHost(host);
            if (facts.state().isAlive()) {
                byte[] resources = engine.kernel().specs().resources(host);
                try {
                    engine.services().runtime.run(runtime -> runtime.update(facts.id(), resources, Map.of()));
                } catch (EngineException e) {
                    throw new EngineException(
                            ErrorKind.SYSTEM, "Cannot update container " + facts.id() + ": " + e.getMessage(), e);
                }
            }
            engine.store().saveHost(next);
            container.become(next);
            engine.say(next, "update");
            return new ContainerUpdateResponse(checked.warnings());
        } finally {
            container.lock().unlock();
        }
    }

    private static HostConfig merged(ContainerFacts facts, ContainerUpdateRequest wish) {
        HostConfig old = facts.host();
        HostConfigBuilder result = HostConfigBuilder.builder(old);
        boolean swapTooSmall = wish.Memory() != 0
                && wish.MemorySwap() == 0
                && wish.Memory() > old.MemorySwap()
                && old.MemorySwap() > 0;
        refuse(
                wish.NanoCpus() > 0 && old.CpuPeriod() > 0,
                facts,
                "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
        refuse(
                wish.NanoCpus() > 0 && old.CpuQuota() > 0,
                facts,
                "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set");
        refuse(
                wish.CpuPeriod() > 0 && old.NanoCpus() > 0,
                facts,
                "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set");
        refuse(
                wish.CpuQuota() > 0 && old.NanoCpus() > 0,
                facts,
                "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
        refuse(
                swapTooSmall,
                facts,
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
        set(wish.CpuShares(), result::CpuShares);
        set(wish.Memory(), result::Memory);
        set(wish.NanoCpus(), result::NanoCpus);
        set(wish.CpuPeriod(), result::CpuPeriod);
        set(wish.CpuQuota(), result::CpuQuota);
        set(wish.CpuRealtimePeriod(), result::CpuRealtimePeriod);
        set(wish.CpuRealtimeRuntime(), result::CpuRealtimeRuntime);
        set(wish.MemoryReservation(), result::MemoryReservation);
        set(wish.MemorySwap(), result::MemorySwap);
        if (wish.BlkioWeight() != 0) {
            result.BlkioWeight(wish.BlkioWeight());
        }
        if (!wish.CpusetCpus().isEmpty()) {
            result.CpusetCpus(wish.CpusetCpus());
        }
        if (!wish.CpusetMems().isEmpty()) {
            result.CpusetMems(wish.CpusetMems());
        }
        if (wish.PidsLimit() != null) {
            result.PidsLimit(wish.PidsLimit());
        }
        if (!wish.RestartPolicy().Name().isEmpty()) {
            result.RestartPolicy(wish.RestartPolicy());
        }
        return result.build();
    }

    private static void refuse(boolean conflicts, ContainerFacts facts, String why) {
        if (conflicts) {
            throw EngineException.conflict("Cannot update container " + facts.id() + ": " + why);
        }
    }

    private static void set(long value, LongConsumer into) {
        if (value != 0) {
            into.accept(value);
        }
    }

    void connect(Container container, String network, @Nullable EndpointSettings wanted) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            requirePresent(facts);
            Map<String, EndpointSettings> endpoints = new TreeMap<>(facts.endpoints());
            endpoints.put(
                    network, wanted == null ? EndpointSettingsBuilder.builder().build() : wanted);
            ContainerFacts next = facts.withEndpoints(endpoints);
            if (facts.state().isAlive()) {
                NetworkSettings settings = engine.services()
                        .timing
                        .network(
                                "connect",
                                () -> engine.services()
                                        .sandboxes
                                        .call(sandboxes -> sandboxes.connect(facts.id(), network, wanted)));
                next = next.withNetwork(settings);
            } else {
                ContainerFacts checked = next;
                engine.services().sandboxes.run(sandboxes -> sandboxes.validate(Donors.sandbox(engine, checked)));
            }
            container.become(next);
            engine.store().save(next, true);
        } finally {
            container.lock().unlock();
        }
    }

    /// @param force also from a network that is not there any more
    void disconnect(Container container, String network, boolean force) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            if (facts.state() instanceof RunState.Removing || facts.state() instanceof RunState.Dead) {
                throw EngineException.system("Container " + facts.id()
                        + " is marked for removal and cannot be connected or disconnected to the network");
            }
            Map<String, EndpointSettings> endpoints = new TreeMap<>(facts.endpoints());
            boolean wished = endpoints.remove(network) != null;
            ContainerFacts next = facts.withEndpoints(endpoints);
            NetworkSettings left = facts.state().isAlive() ? leave(facts, network, force) : null;
            if (left != null) {
                next = next.withNetwork(left);
            } else if (!wished) {
                throw EngineException.system("container " + facts.id() + " is not connected to the network " + network);
            }
            container.become(next);
            engine.store().save(next, true);
        } finally {
            container.lock().unlock();
        }
    }

    /// @return null when the network is not there any more, and that may be
    private @Nullable NetworkSettings leave(ContainerFacts facts, String network, boolean force) {
        try {
            return engine.services().sandboxes.call(sandboxes -> sandboxes.disconnect(facts.id(), network));
        } catch (EngineException e) {
            if (force && e.kind() == ErrorKind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    void health(Container container, @Nullable Health health) {
        String before = Listing.health(container.facts());
        ContainerFacts facts = engine.change(container, now -> now.state().isAlive() ? now.withHealth(health) : now);
        String after = Listing.health(facts);
        if (!after.equals(before) && facts.state().isAlive()) {
            engine.say(facts, "health_status: " + after);
        }
    }
}
