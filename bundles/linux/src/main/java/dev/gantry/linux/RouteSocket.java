package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.linux.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [NetlinkSocket] on a route netlink channel.
final class RouteSocket implements NetlinkSocket {
    private static final int NEWLINK = 16;
    private static final int DELLINK = 17;
    private static final int GETLINK = 18;
    private static final int SETLINK = 19;
    private static final int NEWADDR = 20;
    private static final int DELADDR = 21;
    private static final int GETADDR = 22;
    private static final int NEWROUTE = 24;
    private static final int DELROUTE = 25;
    private static final int GETROUTE = 26;
    private static final int NEWNEIGH = 28;
    private static final int AF_BRIDGE = 7;
    private static final int UP = 1;
    private static final int VETH_PEER = 1;
    private static final int BRIDGE_PORT_MODE = 4;
    private static final int REACHABLE = 0x02;

    private final SystemCalls kernel;
    private final NetlinkChannel channel;

    RouteSocket(SystemCalls kernel) throws ErrnoException {
        this.kernel = kernel;
        this.channel = new NetlinkChannel(kernel, NetlinkChannel.ROUTE);
    }

    @Override
    public List<Link> links() throws IOException {
        NetlinkMessage dump = NetlinkMessage.link(GETLINK, NetlinkMessage.DUMP, 0, 0);
        return channel.exchange("list links", dump).stream()
                .map(RouteAttributes::link)
                .toList();
    }

    @Override
    public @Nullable Link link(String name) throws IOException {
        try {
            NetlinkMessage get = NetlinkMessage.link(GETLINK, NetlinkMessage.ACK, 0, 0);
            List<ByteBuffer> answers = channel.exchange("get link " + name, get.text(RouteAttributes.NAME, name));
            return answers.isEmpty() ? null : RouteAttributes.link(answers.getFirst());
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODEV)) {
                return null;
            }
            throw e;
        }
    }

    private int indexOf(String name) throws IOException {
        Link link = link(name);
        if (link == null) {
            throw new ErrnoException("link " + name, Errno.ENODEV.number());
        }
        return link.index();
    }

    private static NetlinkMessage newLink(String name) {
        int flags = NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
        return NetlinkMessage.link(NEWLINK, flags, 0, 0).text(RouteAttributes.NAME, name);
    }

    @Override
    public int addBridge(String name, @Nullable String mac, int mtu) throws IOException {
        NetlinkMessage message = options(newLink(name), mac, mtu);
        message.begin(RouteAttributes.LINK_INFO)
                .text(RouteAttributes.KIND, "bridge")
                .end();
        channel.exchange("add bridge " + name, message);
        return indexOf(name);
    }

    @Override
    public int addDummy(String name) throws IOException {
        NetlinkMessage message = newLink(name);
        message.begin(RouteAttributes.LINK_INFO)
                .text(RouteAttributes.KIND, "dummy")
                .end();
        channel.exchange("add dummy " + name, message);
        return indexOf(name);
    }

    @Override
    public int addVeth(String name, String peerName, Path peerNamespace, @Nullable String peerMac, int mtu)
            throws IOException {
        try (NamespaceFile namespace = new NamespaceFile(kernel, peerNamespace)) {
            NetlinkMessage message = options(newLink(name), null, mtu);
            message.begin(RouteAttributes.LINK_INFO).text(RouteAttributes.KIND, "veth");
            message.begin(RouteAttributes.INFO_DATA).begin(VETH_PEER).linkHeader(0, 0, 0, 0);
            options(message.text(RouteAttributes.NAME, peerName), peerMac, mtu);
            message.number(RouteAttributes.NAMESPACE_FD, namespace.fd())
                    .end()
                    .end()
                    .end();
            channel.exchange("add veth " + name, message);
        }
        return indexOf(name);
    }

    private static NetlinkMessage options(NetlinkMessage message, @Nullable String mac, int mtu) {
        if (mac != null) {
            message.attribute(RouteAttributes.MAC, Link.parseMac(mac));
        }
        return mtu > 0 ? message.number(RouteAttributes.MTU, mtu) : message;
    }

    @Override
    public void deleteLink(int index) throws IOException {
        channel.exchange("delete link " + index, NetlinkMessage.link(DELLINK, NetlinkMessage.ACK, 0, index));
    }

    @Override
    public void setUp(int index, boolean up) throws IOException {
        NetlinkMessage message = new NetlinkMessage(NEWLINK, NetlinkMessage.ACK);
        channel.exchange("switch link " + index, message.linkHeader(0, index, up ? UP : 0, UP));
    }

    private static NetlinkMessage change(int index) {
        return NetlinkMessage.link(SETLINK, NetlinkMessage.ACK, 0, index);
    }

    @Override
    public void setMaster(int index, int bridge) throws IOException {
        channel.exchange("set master of link " + index, change(index).number(RouteAttributes.MASTER, bridge));
    }

    @Override
    public void rename(int index, String name) throws IOException {
        channel.exchange("rename link " + index, change(index).text(RouteAttributes.NAME, name));
    }

    @Override
    public void setMtu(int index, int mtu) throws IOException {
        channel.exchange("set mtu of link " + index, change(index).number(RouteAttributes.MTU, mtu));
    }

    @Override
    public void setMac(int index, String mac) throws IOException {
        channel.exchange(
                "set address of link " + index, change(index).attribute(RouteAttributes.MAC, Link.parseMac(mac)));
    }

    @Override
    public void setAlias(int index, String text) throws IOException {
        channel.exchange("set alias of link " + index, change(index).text(RouteAttributes.ALIAS, text));
    }

    @Override
    public void setHairpin(int index, boolean on) throws IOException {
        NetlinkMessage message = NetlinkMessage.link(SETLINK, NetlinkMessage.ACK, AF_BRIDGE, index);
        message.begin(RouteAttributes.PROTOCOL_INFO)
                .attribute(BRIDGE_PORT_MODE, (byte) (on ? 1 : 0))
                .end();
        channel.exchange("set hairpin of link " + index, message);
    }

    @Override
    public void moveTo(int index, Path namespace) throws IOException {
        try (NamespaceFile file = new NamespaceFile(kernel, namespace)) {
            channel.exchange("move link " + index, change(index).number(RouteAttributes.NAMESPACE_FD, file.fd()));
        }
    }

    @Override
    public List<IpPrefix> addresses(int index) throws IOException {
        NetlinkMessage dump = new NetlinkMessage(GETADDR, NetlinkMessage.DUMP)
                .octets(0, 0, 0, 0)
                .word(0);
        List<IpPrefix> addresses = new ArrayList<>();
        for (ByteBuffer answer : channel.exchange("list addresses", dump)) {
            if (answer.getInt(4) == index) {
                addresses.add(RouteAttributes.interfaceAddress(answer));
            }
        }
        return addresses;
    }

    @Override
    public void addAddress(int index, IpPrefix address) throws IOException {
        int flags = NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        NetlinkMessage message = RouteAttributes.address(NEWADDR, flags, index, address);
        if (address.isIpv6()) {
            message.number(RouteAttributes.ADDRESS_FLAGS, RouteAttributes.NO_DUPLICATE_DETECTION);
        } else if (address.length() < 31) {
            message.address(RouteAttributes.ADDRESS_BROADCAST, address.last());
        }
        channel.exchange("add address " + address, message);
    }

    @Override
    public void removeAddress(int index, IpPrefix address) throws IOException {
        NetlinkMessage message = RouteAttributes.address(DELADDR, NetlinkMessage.ACK, index, address);
        ignoring(Errno.EADDRNOTAVAIL, "remove address " + address, message);
    }

    @Override
    public List<Route> routes() throws IOException {
        NetlinkMessage dump = new NetlinkMessage(GETROUTE, NetlinkMessage.DUMP)
                .octets(0, 0, 0, 0, 0, 0, 0, 0)
                .word(0);
        List<Route> routes = new ArrayList<>();
        for (ByteBuffer answer : channel.exchange("list routes", dump)) {
            Route route = RouteAttributes.mainRoute(answer);
            if (route != null) {
                routes.add(route);
            }
        }
        return routes;
    }

    @Override
    public void addRoute(int index, @Nullable IpPrefix destination, @Nullable InetAddress gateway) throws IOException {
        int flags = NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        channel.exchange(
                "add route " + (destination == null ? "default" : destination),
                RouteAttributes.route(NEWROUTE, flags, index, destination, gateway));
    }

    @Override
    public void removeRoute(int index, @Nullable IpPrefix destination, @Nullable InetAddress gateway)
            throws IOException {
        NetlinkMessage message = RouteAttributes.route(DELROUTE, NetlinkMessage.ACK, index, destination, gateway);
        ignoring(Errno.ESRCH, "remove route", message);
    }

    private void ignoring(Errno harmless, String what, NetlinkMessage message) throws ErrnoException {
        try {
            channel.exchange(what, message);
        } catch (ErrnoException e) {
            if (!e.is(harmless)) {
                throw e;
            }
        }
    }

    @Override
    public void setNeighbour(int index, InetAddress address, String mac) throws IOException {
        int flags = NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
        NetlinkMessage message = new NetlinkMessage(NEWNEIGH, flags)
                .octets(SocketAddresses.family(address), 0, 0, 0)
                .word(index)
                .word(REACHABLE);
        message.address(1, address).attribute(2, Link.parseMac(mac));
        channel.exchange("set neighbour " + IpPrefix.text(address), message);
    }

    @Override
    public void close() {
        channel.close();
    }
}
