package dev.gantry.api.network;

import dev.gantry.api.types.NetworkCreateRequest;
import dev.gantry.api.types.NetworkCreateResponse;
import dev.gantry.api.types.NetworkInspect;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/// The networks of this engine.
@ProviderType
public interface Networks {
    /// All networks, sorted by name, without their containers.
    List<NetworkInspect> list();

    /// One network with its containers.
    ///
    /// @param nameOrId name, id, or an unambiguous beginning of an id
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND; INVALID_PARAMETER when the beginning is ambiguous
    NetworkInspect inspect(String nameOrId);

    /// Makes a network.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT, FORBIDDEN, INVALID_PARAMETER, NOT_FOUND (no such driver),
    ///     NOT_IMPLEMENTED
    NetworkCreateResponse create(NetworkCreateRequest request);

    /// Removes a network without endpoints.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND; FORBIDDEN for a predefined one and while endpoints are there
    void remove(String nameOrId);

    /// Whether a network of that name always exists and cannot be made or removed.
    boolean isPredefined(String name);

    /// What `host-gateway` in an extra host stands for: configured addresses, or the default bridge's own.
    List<InetAddress> hostGateway();

    /// The names of the drivers that are here now, sorted.
    Set<String> drivers();
}
