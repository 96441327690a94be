package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.annotation.versioning.ProviderType;

/// Namespaces. Work inside one runs on a thread of its own that ends with it.
@ProviderType
public interface Namespaces {
    /// Makes a network namespace and keeps it by a bind mount on `path`. Its loopback device is up.
    ///
    /// @param path a file that is made; its directory exists
    /// @param sysctls written inside before anything else happens there: names below `net`, such as `net.ipv6.conf.all.disable_ipv6`
    /// @return a socket inside; the caller closes it
    NetlinkSocket createNetwork(Path path, Map<String, String> sysctls) throws IOException;

    /// Lets go of a namespace made by [#createNetwork]: unmounts and removes `path`. The kernel ends the namespace with its last
    /// process and descriptor. An absent path is no error.
    void deleteNetwork(Path path) throws IOException;

    /// Runs `work` inside the namespace that `path` names, of any kind, and returns its result.
    ///
    /// @throws IOException when the namespace cannot be entered or `work` throws it
    <T> T call(Path path, Callable<T> work) throws IOException;
}
