package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Sockets;
import dev.gantry.api.network.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ports of the host that containers have. Each is taken in the table first and then really bound, so that no other
/// program gets it.
@Component(service = HostPorts.class)
public final class HostPorts {
    private static final Logger log = LoggerFactory.getLogger(HostPorts.class);
    private static final int ATTEMPTS = 10;
    private static final InetAddress STAND_IN = InetAddress.ofLiteral("127.0.0.1");
    private static final int[] FALLBACK_RANGE = {49_153, 65_535};

    private final Sockets sockets;
    private final Descriptors descriptors;
    private final UdpRelays udp = new UdpRelays();
    private final List<PublishedPort> taken = new ArrayList<>();
    private int lastChosen;

    /// @param sockets binds
    /// @param descriptors closes
    @Activate
    public HostPorts(@Reference Sockets sockets, @Reference Descriptors descriptors) {
        this.sockets = sockets;
        this.descriptors = descriptors;
    }

    /// Takes one port for each wish, all or none.
    ///
    /// @param container address for the failure's message
    /// @param relayed whether the ports are to be relayed
    /// @throws EngineException SYSTEM in Docker's words when a port is not to be had
    PortHold reserve(List<PortPlan.Wish> wishes, InetAddress container, boolean relayed) {
        PortHold hold = new PortHold(this, relayed);
        try {
            for (PortPlan.Wish wish : wishes) {
                choose(wish, hold, container);
            }
            return hold;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /// Takes the ports of a sandbox that was there before this daemon. One that cannot be bound is logged: its rules stand.
    synchronized PortHold restore(List<PublishedPort> ports, boolean relayed) {
        PortHold hold = new PortHold(this, relayed);
        List<PublishedPort> left = new ArrayList<>(ports);
        while (!left.isEmpty()) {
            PublishedPort port = left.removeFirst();
            List<InetAddress> addresses = new ArrayList<>(List.of(port.hostAddress()));
            left.removeIf(other -> sameButAddress(port, other) && addresses.add(other.hostAddress()));
            try {
                bind(new PortPlan.Wish(port.protocol(), port.containerPort(), addresses, 0, 0), port.hostPort(), hold);
            } catch (IOException e) {
                log.warn("port {}/{} of a running container: {}", port.hostPort(), port.protocol(), e.getMessage());
            }
        }
        return hold;
    }

    private static boolean sameButAddress(PublishedPort one, PublishedPort other) {
        return one.hostPort() == other.hostPort()
                && one.containerPort() == other.containerPort()
                && one.protocol().equals(other.protocol());
    }

    private synchronized void choose(PortPlan.Wish wish, PortHold hold, InetAddress container) {
        int[] range = wish.first() == 0 ? ephemeral() : new int[] {wish.first(), wish.last()};
        int size = range[1] - range[0] + 1;
        int start = wish.first() == 0 && lastChosen >= range[0] && lastChosen < range[1] ? lastChosen + 1 : range[0];
        EngineException refused = null;
        int attempts = 0;
        for (int i = 0; i < size && attempts < (wish.first() == 0 ? ATTEMPTS : size); i++) {
            int port = range[0] + (start - range[0] + i) % size;
            InetAddress conflict = conflict(wish, port);
            if (conflict != null) {
                refused =
                        EngineException.system("Bind for " + at(conflict, port) + " failed: port is already allocated");
                continue;
            }
            attempts++;
            try {
                bind(wish, port, hold);
                if (wish.first() == 0) {
                    lastChosen = port;
                }
                return;
            } catch (IOException e) {
                refused = refusal(wish, port, container, e);
            }
        }
        throw refused != null ? refused : EngineException.system("all ports are allocated");
    }

    private static EngineException refusal(PortPlan.Wish wish, int port, InetAddress container, IOException e) {
        String reason = e instanceof ErrnoException errno ? errno.errno().words() : PortHold.words(e);
        return EngineException.system(
                "failed to bind host port for " + at(wish.addresses().getFirst(), port) + ":"
                        + at(container, wish.containerPort()) + "/" + wish.protocol() + ": " + reason,
                e);
    }

    private @Nullable InetAddress conflict(PortPlan.Wish wish, int port) {
        for (InetAddress address : wish.addresses()) {
            for (PublishedPort other : taken) {
                if (other.hostPort() == port
                        && other.protocol().equals(wish.protocol())
                        && collide(other.hostAddress(), address)) {
                    return address;
                }
            }
        }
        return null;
    }

    private static boolean collide(InetAddress one, InetAddress other) {
        return one.getAddress().length == other.getAddress().length
                && (one.equals(other) || one.isAnyLocalAddress() || other.isAnyLocalAddress());
    }

    private void bind(PortPlan.Wish wish, int port, PortHold hold) throws IOException {
        hold.bind(wish, port);
        for (InetAddress address : wish.addresses()) {
            PublishedPort published = new PublishedPort(wish.protocol(), wish.containerPort(), address, port);
            taken.add(published);
            hold.add(published);
        }
    }

    /// A channel on every IPv6 address and on none of IPv4: Java's own sockets take both.
    NetworkChannel openOnlyIpv6(String protocol, InetSocketAddress address, int backlog) throws IOException {
        NetworkChannel channel = protocol.equals("udp")
                ? DatagramChannel.open(StandardProtocolFamily.INET6)
                : ServerSocketChannel.open(StandardProtocolFamily.INET6);
        try {
            int socket =
                    protocol.equals("udp") ? sockets.reserve(protocol, address) : sockets.listenTcp(address, backlog);
            try {
                channel.bind(new InetSocketAddress(STAND_IN, 0));
            } catch (IOException e) {
                descriptors.close(socket);
                throw e;
            }
            sockets.replace((InetSocketAddress) channel.getLocalAddress(), socket);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int bindRaw(String protocol, InetAddress address, int port) throws IOException {
        return sockets.reserve(protocol, new InetSocketAddress(address, port));
    }

    UdpRelays udp() {
        return udp;
    }

    void close(int fd) {
        descriptors.close(fd);
    }

    synchronized void free(List<PublishedPort> ports) {
        ports.forEach(taken::remove);
    }

    private static int[] ephemeral() {
        try {
            String[] bounds = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                    .strip()
                    .split("[\\s,-]+");
            return new int[] {Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1])};
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return FALLBACK_RANGE.clone();
        }
    }

    private static String at(InetAddress address, int port) {
        String text = IpPrefix.text(address);
        return (text.contains(":") ? "[" + text + "]" : text) + ":" + port;
    }
}
