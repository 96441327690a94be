package dev.gantry.api.network;

import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.NetworkSettings;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The network side of running containers. Everything goes by container id; nothing handed out must be closed.
@ProviderType
public interface Sandboxes {
    /// Makes the namespace, ready for a process to be started in it, and writes `resolv.conf`. Takes a few milliseconds.
    ///
    /// A sandbox that the container has already is released first.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND when a named network is absent; INVALID_PARAMETER, CONFLICT, …
    Sandbox create(SandboxRequest request);

    /// Connects the sandbox to its networks, publishes ports, writes `hosts`. Call it once after [#create], also for the
    /// modes host, none and container; it may run while the container's process is being made, and must have returned
    /// before the process runs. After a failure it is connected to nothing, and only [#release] is left to be called: the
    /// namespace stays until then, as a process may be on its way into it.
    ///
    /// @return the network part of the container's inspect answer
    /// @throws dev.gantry.api.error.EngineException SYSTEM when a port is taken, and others
    NetworkSettings join(String containerId);

    /// Ends the sandbox. When it returns, its addresses and ports are free and nothing can reach it; devices may disappear
    /// a little later. A container without a sandbox is no error. Never throws for what the kernel refuses.
    void release(String containerId);

    /// Keeps the sandboxes of these containers and releases all others that there are now, leftovers of an earlier daemon too.
    /// Returns at once; the work goes on beside. The engine calls it once after it knows what runs.
    void retain(Set<String> runningContainerIds);

    /// The network settings of a container that has joined, as [#join] returned them and as [#connect] and [#disconnect]
    /// changed them since; null without a sandbox.
    @Nullable NetworkSettings settings(String containerId);

    /// Connects a running container to one more network and publishes the event.
    ///
    /// @param network name or id
    /// @param wanted addresses, aliases and options asked for; null for none
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND, FORBIDDEN, INVALID_PARAMETER, CONFLICT
    NetworkSettings connect(String containerId, String network, @Nullable EndpointSettings wanted);

    /// Takes a running container off a network and publishes the event.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND, INVALID_PARAMETER; SYSTEM when it is not connected
    NetworkSettings disconnect(String containerId, String network);

    /// The container has another name now: inspect answers and later events say so.
    void rename(String containerId, String containerName);

    /// In the container's `hosts`, what an extra host of the request says has another address from now on. What else stands in the
    /// file stays, whoever has written it. A container without a sandbox or without such an extra host is no error.
    ///
    /// @param names what the extra host's names begin with, whole names with spaces between, such as `store dbhost`
    /// @param address of the family that the extra host has
    void readdress(String containerId, String names, InetAddress address);

    /// Checks what can be checked before a container is created: the mode, ports, addresses, extra hosts.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER, NOT_FOUND, CONFLICT
    void validate(SandboxRequest request);
}
