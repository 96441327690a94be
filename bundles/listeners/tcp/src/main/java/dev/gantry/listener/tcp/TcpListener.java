package dev.gantry.listener.tcp;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Sockets;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `tcp://HOST:PORT`: one socket for each address that the host has.
@Component(property = Listener.SCHEME + "=tcp")
public final class TcpListener implements Listener {
    private static final int BACKLOG = 4096;

    private final Sockets sockets;
    private final Descriptors descriptors;

    /// @param sockets opens them
    /// @param descriptors closes what was opened before a failure
    @Activate
    public TcpListener(@Reference Sockets sockets, @Reference Descriptors descriptors) {
        this.sockets = sockets;
        this.descriptors = descriptors;
    }

    @Override
    public List<BoundSocket> bind(ListenAddress address) {
        HostPort wanted = HostPort.parse(address);
        List<BoundSocket> bound = new ArrayList<>();
        try {
            IOException missing = null;
            for (InetAddress ip : resolve(wanted.host())) {
                try {
                    bound.add(listen(new InetSocketAddress(ip, wanted.port())));
                } catch (ErrnoException e) {
                    // A name often stands for both families where the machine has one: localhost without IPv6.
                    if (!e.is(Errno.EADDRNOTAVAIL) && !e.is(Errno.EAFNOSUPPORT)) {
                        throw e;
                    }
                    missing = e;
                }
            }
            if (bound.isEmpty() && missing != null) {
                throw missing;
            }
            return bound;
        } catch (IOException e) {
            bound.forEach(socket -> descriptors.close(socket.fd()));
            // The address is named once, as Docker does.
            String why = String.valueOf(e.getMessage()).replaceFirst("^bind \\S+: ", "bind: ");
            throw EngineException.system("listen tcp " + wanted + ": " + why, e);
        }
    }

    /// An empty host in brackets or `*` never comes here: `0.0.0.0` and `[::]` name all addresses of their family.
    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    private BoundSocket listen(InetSocketAddress address) throws IOException {
        int fd = sockets.listenTcp(address, BACKLOG);
        InetSocketAddress local = sockets.localAddress(fd);
        return new BoundSocket(
                fd, BoundSocket.Kind.TCP, HostPort.text(IpPrefix.text(local.getAddress()), local.getPort()), null);
    }
}
