package dev.gantry.api.linux;

import java.io.IOException;
import java.net.InetAddress;
import org.osgi.annotation.versioning.ProviderType;

/// The kernel's table of flows.
@ProviderType
public interface ConnectionTracking {
    /// Forgets the UDP flows that go to a port of the host or to or from a container's address, so that the next datagram meets
    /// the present rules.
    ///
    /// @param container address of the container
    /// @param hostPort published port, 0 for all flows of the container
    /// @return how many were forgotten
    int forgetUdp(InetAddress container, int hostPort) throws IOException;
}
