package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// Opens route sockets.
@ProviderType
public interface Netlink {
    /// A socket in the daemon's own network namespace.
    NetlinkSocket open() throws IOException;

    /// A socket in the namespace that `namespace` names. It stays there whatever thread uses it.
    NetlinkSocket open(Path namespace) throws IOException;
}
