package dev.gantry.network.host;

import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import java.nio.file.Path;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The network driver `host`: containers share the host's namespace.
@Component(property = NetworkDriver.NAME + "=host")
public final class HostDriver implements NetworkDriver {
    /// Needs nothing.
    @Activate
    public HostDriver() {}

    @Override
    public Attachment attachment() {
        return Attachment.HOST;
    }

    @Override
    public void restore(Network network, Collection<Endpoint> endpoints) {
        // There is nothing to make.
    }

    @Override
    public void remove(Network network) {
        // There is nothing to unmake.
    }

    @Override
    public void join(Network network, Endpoint endpoint, Path namespace, NetlinkSocket inside, boolean defaultGateway) {
        throw new IllegalStateException("network host has no interfaces");
    }

    @Override
    public void leave(Network network, Endpoint endpoint) {
        // There is nothing to cut off.
    }
}
