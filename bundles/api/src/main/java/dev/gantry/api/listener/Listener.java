package dev.gantry.api.listener;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Opens listening sockets for one address scheme, named by the service property [#SCHEME].
@ConsumerType
public interface Listener {
    /// The service property that names the scheme.
    String SCHEME = "scheme";

    /// Opens the sockets that `address` names and makes them listen. Mostly one; `tcp://localhost:…` may give one for each
    /// address family, `fd://` one for each descriptor that the service manager passed.
    ///
    /// @return at least one socket, now owned by the caller
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when the address is malformed, CONFLICT when another
    ///     process answers on it, SYSTEM when the kernel refuses
    List<BoundSocket> bind(ListenAddress address);

    /// Makes ready to give the file of a socket that [#bind] opened to another group. Nothing to do where a socket has no file.
    ///
    /// @param group as in [ListenAddress#group]
    /// @return does it
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when there is no such group
    default Runnable regroup(BoundSocket socket, String group) {
        return () -> {};
    }
}
