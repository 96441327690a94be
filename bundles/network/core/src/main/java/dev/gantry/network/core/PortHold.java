package dev.gantry.network.core;

import dev.gantry.api.network.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host ports of one endpoint, with the sockets that hold them: sockets of a [Relay], or, for SCTP and where relays are
/// not wanted, sockets that only have the port.
final class PortHold implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PortHold.class);
    private static final int BACKLOG = 128;

    private final HostPorts owner;
    private final boolean relayed;
    private final List<PublishedPort> ports = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    /// A socket that waits for its relay.
    private record Open(NetworkChannel channel, int containerPort) {}

    PortHold(HostPorts owner, boolean relayed) {
        this.owner = owner;
        this.relayed = relayed;
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
        List<Open> opened = new ArrayList<>();
        try {
            if (relayed && !wish.protocol().equals("sctp")) {
                open(wish, port, opened);
            } else {
                for (InetAddress address : wish.addresses()) {
                    bound.add(owner.bindRaw(wish.protocol(), address, port));
                }
            }
        } catch (IOException e) {
            bound.forEach(owner::close);
            opened.forEach(PortHold::close);
            throw e;
        }
        descriptors.addAll(bound);
        open.addAll(opened);
    }

    private void open(PortPlan.Wish wish, int port, List<Open> opened) throws IOException {
        List<InetAddress> rest = new ArrayList<>(wish.addresses());
        boolean everyIpv6 = rest.stream().anyMatch(a -> isIpv6(a) && a.isAnyLocalAddress());
        // The any-address of IPv6 takes IPv4's as well.
        boolean both = everyIpv6 && rest.removeIf(a -> !isIpv6(a) && a.isAnyLocalAddress());
        for (InetAddress address : rest) {
            boolean onlyIpv6 = isIpv6(address) && address.isAnyLocalAddress() && !both;
            NetworkChannel channel = onlyIpv6
                    ? owner.openOnlyIpv6(wish.protocol(), new InetSocketAddress(address, port), BACKLOG)
                    : channel(wish.protocol(), address, port);
            opened.add(new Open(channel, wish.containerPort()));
        }
    }

    private static boolean isIpv6(InetAddress address) {
        return address.getAddress().length == 16;
    }

    private static NetworkChannel channel(String protocol, InetAddress address, int port) throws IOException {
        ProtocolFamily family = isIpv6(address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        InetSocketAddress local = new InetSocketAddress(address, port);
        NetworkChannel channel =
                protocol.equals("udp") ? DatagramChannel.open(family) : ServerSocketChannel.open(family);
        try {
            if (channel instanceof ServerSocketChannel server) {
                server.bind(local, BACKLOG);
            } else {
                channel.bind(local);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Carries what arrives, and what the packet filter does not see to, to the container from now on.
    void relayTo(@Nullable InetAddress ipv4, @Nullable InetAddress ipv6) {
        for (Open one : open) {
            RelayTarget target = new RelayTarget(ipv4, ipv6, one.containerPort);
            try {
                relays.add(
                        switch (one.channel) {
                            case ServerSocketChannel server -> TcpRelay.start(server, target);
                            case DatagramChannel server -> owner.udp().start(server, target);
                            default -> throw new IllegalStateException("no socket of ours");
                        });
            } catch (IOException e) {
                log.warn("port {} of a container is not relayed: {}", one.containerPort, e.getMessage());
            }
        }
    }

    /// The reason of a failed bind as the kernel's own words.
    static String words(IOException e) {
        String message = e.getMessage() == null ? "failed" : e.getMessage();
        return message.toLowerCase(Locale.ROOT);
    }

    private static void close(Open one) {
        try {
            one.channel.close();
        } catch (IOException e) {
            log.debug("port {}: {}", one.containerPort, e.getMessage());
        }
    }

    @Override
    public void close() {
        relays.forEach(Relay::close);
        open.forEach(PortHold::close);
        descriptors.forEach(owner::close);
        relays.clear();
        open.clear();
        descriptors.clear();
        owner.free(ports);
    }
}
