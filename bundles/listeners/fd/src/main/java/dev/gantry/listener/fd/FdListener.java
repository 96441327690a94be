package dev.gantry.listener.fd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Sockets;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/// `fd://`, `fd://N` and `fd://NAME`: the sockets that systemd opened for the daemon.
@Component(
        property = Listener.SCHEME + "=fd",
        configurationPid = "dev.gantry.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class FdListener implements Listener {
    private static final String SCHEME_PREFIX = "fd://";

    private final Sockets sockets;
    private final Descriptors descriptors;
    private final UnixSocketTable unix;
    private final PassedDescriptors passed;
    private final List<String> specs;

    /// @param sockets knows what a descriptor is
    /// @param descriptors prepares the descriptors and closes those that are not wanted
    /// @param settings `hosts`: all addresses of the daemon
    @Activate
    public FdListener(@Reference Sockets sockets, @Reference Descriptors descriptors, Map<String, Object> settings) {
        this(
                sockets,
                descriptors,
                new UnixSocketTable(),
                PassedDescriptors.of(environment(), ProcessHandle.current().pid()),
                settings.get("hosts") instanceof String[] hosts ? List.of(hosts) : List.of());
    }

    FdListener(
            Sockets sockets,
            Descriptors descriptors,
            UnixSocketTable unix,
            PassedDescriptors passed,
            List<String> hosts) {
        this.sockets = sockets;
        this.descriptors = descriptors;
        this.unix = unix;
        this.passed = passed;
        this.specs = hosts.stream()
                .filter(host -> host.startsWith(SCHEME_PREFIX))
                .map(host -> host.substring(SCHEME_PREFIX.length()))
                .toList();
    }

    /// The start script takes the variables out of the environment, so that no child takes them for its own.
    private static Map<String, String> environment() {
        String variables = System.getProperty("gantry.listen");
        if (variables == null) {
            return System.getenv();
        }
        String[] parts = variables.split(" ", 3);
        return Map.of("LISTEN_PID", parts[0], "LISTEN_FDS", parts[1], "LISTEN_FDNAMES", parts[2]);
    }

    /// Descriptors that no address of the daemon names are closed. A named one stays open beside its duplicate, so that an
    /// address that leaves can come back; systemd keeps the socket listening anyway.
    @Override
    public List<BoundSocket> bind(ListenAddress address) {
        List<BoundSocket> bound = new ArrayList<>();
        try {
            for (int fd : passed.wanted(address.spec())) {
                bound.add(take(fd));
            }
        } catch (RuntimeException e) {
            bound.forEach(socket -> descriptors.close(socket.fd()));
            throw e;
        }
        closeUnwanted(address.spec());
        return bound;
    }

    private void closeUnwanted(String spec) {
        Set<Integer> wanted = new HashSet<>(passed.wanted(spec));
        for (String other : specs) {
            try {
                wanted.addAll(passed.wanted(other));
            } catch (EngineException e) {
                // That address is refused when its turn comes.
                continue;
            }
        }
        passed.all().stream().filter(fd -> !wanted.contains(fd)).forEach(descriptors::close);
    }

    /// Duplicated, because a passed descriptor would go on to children.
    private BoundSocket take(int fd) {
        if (!sockets.isListening(fd)) {
            throw EngineException.invalidParameter("failed to listen on systemd activated file at fd " + fd
                    + ": it is no listening socket, or no longer open");
        }
        try {
            int own = descriptors.duplicate(fd);
            descriptors.setNonBlocking(own, true);
            String path = unix.path(own);
            // The file is the service manager's; it stays when the socket is closed.
            return path != null
                    ? new BoundSocket(own, BoundSocket.Kind.UNIX, path, null)
                    : new BoundSocket(own, BoundSocket.Kind.TCP, text(sockets.localAddress(own)), null);
        } catch (IOException e) {
            throw EngineException.system("file descriptor " + fd + ": " + e.getMessage(), e);
        }
    }

    private static String text(InetSocketAddress local) {
        String host = IpPrefix.text(local.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort();
    }
}
