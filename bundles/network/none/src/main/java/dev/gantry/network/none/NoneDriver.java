package dev.gantry.network.none;

import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import java.nio.file.Path;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The network driver `null`: containers have the loopback device alone.
@Component(property = NetworkDriver.NAME + "=null")
public final class NoneDriver implements NetworkDriver {
    /// Needs nothing.
    @Activate
    public NoneDriver() {}

    @Override
    public Attachment attachment() {
        return Attachment.NOTHING;
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
        throw new IllegalStateException("network none has no interfaces");
    }

    @Override
    public void leave(Network network, Endpoint endpoint) {
        // There is nothing to cut off.
    }
}
