package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.oci.SpecRequest.JoinedNamespaces;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Containers whose namespaces and files others share.
@SuppressWarnings("NullAway") // A generated builder takes null wherever its record does, but does not say so.
final class Donors {
    static final String CONTAINER = "container:";

    /// The network of containers that name none.
    static final String USUAL_NETWORK = "bridge";

    private Donors() {}

    /// The same wishes with the network of those that name none, and with the ids of the containers that they name.
    ///
    /// @throws EngineException INVALID_PARAMETER when a container is not there whose processes or memory are to be shared
    static HostConfig identified(Machinery engine, HostConfig host) {
        return HostConfigBuilder.builder(host)
                .NetworkMode(network(engine, host.NetworkMode()))
                .IpcMode(donorById(engine, host.IpcMode()))
                .PidMode(donorById(engine, host.PidMode()))
                .Links(new Links(engine.table()).identified(host.Links()))
                .build();
    }

    private static String network(Machinery engine, String mode) {
        if (mode.isEmpty() || mode.equals("default")) {
            return USUAL_NETWORK;
        }
        try {
            return donorById(engine, mode);
        } catch (EngineException e) {
            // Like a network, it may be there at the start.
            return mode;
        }
    }

    private static String donorById(Machinery engine, String mode) {
        boolean names = mode.startsWith(CONTAINER) && mode.length() > CONTAINER.length();
        return names
                ? CONTAINER + wished(engine, mode.substring(CONTAINER.length())).id()
                : mode;
    }

    /// A container that the wishes for another one name.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is not there: NOT_FOUND would make clients pull the image
    static Container wished(Machinery engine, String nameOrId) {
        try {
            return engine.table().find(nameOrId);
        } catch (EngineException e) {
            throw EngineException.invalidParameter(e.getMessage(), e);
        }
    }

    /// The container that a mode names; null when it names none.
    static @Nullable Container of(Machinery engine, String mode) {
        return mode.startsWith(CONTAINER) ? engine.table().find(mode.substring(CONTAINER.length())) : null;
    }

    /// The directory that holds the `hosts`, `hostname` and `resolv.conf` that a container sees.
    static Path filesOf(Machinery engine, ContainerFacts facts) {
        Container donor = of(engine, facts.host().NetworkMode());
        return engine.store().directory(donor == null ? facts.id() : donor.id());
    }

    /// With host and domain name of the container whose network it shares.
    static ContainerFacts named(Machinery engine, ContainerFacts facts) {
        Container donor = of(engine, facts.host().NetworkMode());
        if (donor == null) {
            return facts;
        }
        ContainerConfig theirs = donor.facts().config();
        return facts.withConfig(ContainerConfigBuilder.builder(facts.config())
                .Hostname(theirs.Hostname())
                .Domainname(theirs.Domainname())
                .build());
    }

    static SandboxRequest sandbox(Machinery engine, ContainerFacts facts) {
        return sandbox(facts, filesOf(engine, facts));
    }

    /// As if it shared nobody's files; for checks before those may be there.
    static SandboxRequest unshared(Machinery engine, ContainerFacts facts) {
        return sandbox(facts, engine.store().directory(facts.id()));
    }

    private static SandboxRequest sandbox(ContainerFacts facts, Path directory) {
        return SandboxRequest.of(
                facts.id(),
                facts.name(),
                facts.config(),
                facts.host(),
                facts.host().NetworkMode(),
                facts.endpoints(),
                directory.resolve("hosts"),
                directory.resolve("resolv.conf"));
    }

    /// @param network of the container's own sandbox; null = the host's
    static JoinedNamespaces namespaces(Machinery engine, HostConfig host, @Nullable Path network) {
        return new JoinedNamespaces(
                network, namespace(engine, host.IpcMode(), "ipc"), namespace(engine, host.PidMode(), "pid"));
    }

    private static @Nullable Path namespace(Machinery engine, String mode, String kind) {
        Container donor = of(engine, mode);
        if (donor == null) {
            return null;
        }
        ContainerFacts facts = donor.facts();
        RunState.Running process = facts.state().process();
        if (process == null) {
            throw EngineException.conflict(
                    "cannot join " + kind.toUpperCase(Locale.ROOT) + " of a non running container: " + facts.id());
        }
        boolean hidden = facts.host().IpcMode().equals("private")
                || facts.host().IpcMode().equals("none");
        if (kind.equals("ipc") && hidden) {
            throw EngineException.invalidParameter("cannot join IPC namespace of container " + facts.id()
                    + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        }
        return Path.of("/proc", Integer.toString(process.pid()), "ns", kind);
    }
}
