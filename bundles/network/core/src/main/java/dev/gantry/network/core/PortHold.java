package dev.gantry.network.core;

import dev.gantry.api.network.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The host ports of one endpoint, with the sockets that hold them.
///
/// TCP on an IPv6 address is held by a listening socket, because connections to it are carried to a container without IPv6 by
/// a [TcpRelay]; everything else is held by a socket that only has the port.
final class PortHold implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final HostPorts owner;
    private final List<PublishedPort> ports = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<Listening> listening = new ArrayList<>();
    private final List<TcpRelay> relays = new ArrayList<>();

    private record Listening(ServerSocketChannel channel, int containerPort) {}

    PortHold(HostPorts owner) {
        this.owner = owner;
    }

    List<PublishedPort> ports() {
        return List.copyOf(ports);
    }

    void add(PublishedPort port) {
        ports.add(port);
    }

    /// Binds all addresses of a wish to one port, or none.
    void bind(PortPlan.Wish wish, int port) throws IOException {
        List<Integer> bound = new ArrayList<>();
        List<InetAddress> rest = new ArrayList<>(wish.addresses());
        ServerSocketChannel channel = null;
        try {
            InetAddress ipv6 = rest.stream()
                    .filter(a -> a.getAddress().length == 16)
                    .findFirst()
                    .orElse(null);
            if (ipv6 != null && wish.protocol().equals("tcp")) {
                rest.remove(ipv6);
                channel = ServerSocketChannel.open(StandardProtocolFamily.INET6);
                channel.bind(new InetSocketAddress(ipv6, port), BACKLOG);
                // The any-address of IPv6 has taken IPv4's as well.
                rest.removeIf(address -> ipv6.isAnyLocalAddress() && address.isAnyLocalAddress());
            }
            for (InetAddress address : rest) {
                bound.add(owner.bindRaw(wish.protocol(), address, port));
            }
        } catch (IOException e) {
            bound.forEach(owner::close);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
        descriptors.addAll(bound);
        if (channel != null) {
            listening.add(new Listening(channel, wish.containerPort()));
        }
    }

    /// Carries what arrives over IPv6 to the container's IPv4 address from now on.
    void relayTo(InetAddress container) {
        for (Listening one : listening) {
            relays.add(TcpRelay.start(one.channel, new InetSocketAddress(container, one.containerPort)));
        }
    }

    /// The reason of a failed bind as the kernel's own words.
    static String words(IOException e) {
        String message = e.getMessage() == null ? "failed" : e.getMessage();
        return message.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        relays.forEach(TcpRelay::close);
        for (Listening one : listening) {
            try {
                one.channel.close();
            } catch (IOException e) {
                // Closed is closed.
                continue;
            }
        }
        descriptors.forEach(owner::close);
        descriptors.clear();
        listening.clear();
        owner.free(ports);
    }
}
