package dev.gantry.linux;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.Route;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers and layouts of route netlink: what stands in links, addresses and routes.
final class RouteAttributes {
    static final int MAC = 1;
    static final int NAME = 3;
    static final int MTU = 4;
    static final int PEER = 5;
    static final int MASTER = 10;
    static final int PROTOCOL_INFO = 12;
    static final int LINK_INFO = 18;
    static final int ALIAS = 20;
    static final int NAMESPACE_FD = 28;
    static final int KIND = 1;
    static final int INFO_DATA = 2;
    static final int ADDRESS_FLAGS = 8;
    static final int ADDRESS_BROADCAST = 4;
    static final int NO_DUPLICATE_DETECTION = 0x02;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_TABLE = 15;
    private static final int MAIN = 254;
    private static final int BY_ADMINISTRATOR = 3;
    private static final int ON_LINK = 253;
    private static final int UNICAST = 1;
    private static final int LINK_HEADER = 16;
    private static final int ADDRESS_HEADER = 8;
    private static final int ROUTE_HEADER = 12;

    private RouteAttributes() {}

    static Link link(ByteBuffer answer) {
        Map<Integer, ByteBuffer> found = after(answer, LINK_HEADER);
        ByteBuffer info = found.get(LINK_INFO);
        ByteBuffer kind = info == null ? null : NetlinkMessage.attributes(info).get(KIND);
        ByteBuffer mac = found.get(MAC);
        return new Link(
                answer.getInt(4),
                text(found, NAME),
                kind == null ? null : NetlinkMessage.text(kind),
                (answer.getInt(8) & 1) != 0,
                number(found, MASTER),
                number(found, MTU),
                mac == null || mac.remaining() != 6 ? "" : Link.formatMac(NetlinkMessage.octets(mac)),
                text(found, ALIAS),
                number(found, PEER));
    }

    static NetlinkMessage address(int type, int flags, int index, IpPrefix address) {
        NetlinkMessage message = new NetlinkMessage(type, flags)
                .octets(SocketAddresses.family(address.address()), address.length(), 0, 0)
                .word(index);
        return message.address(IFA_LOCAL, address.address()).address(IFA_ADDRESS, address.address());
    }

    static IpPrefix interfaceAddress(ByteBuffer answer) {
        Map<Integer, ByteBuffer> found = after(answer, ADDRESS_HEADER);
        ByteBuffer own = found.getOrDefault(IFA_LOCAL, found.get(IFA_ADDRESS));
        return new IpPrefix(inet(own), Byte.toUnsignedInt(answer.get(1)));
    }

    static NetlinkMessage route(
            int type, int flags, int index, @Nullable IpPrefix destination, @Nullable InetAddress gateway) {
        InetAddress sample = destination != null ? destination.address() : gateway;
        if (sample == null) {
            throw new IllegalArgumentException("a route needs a destination or a gateway");
        }
        int length = destination == null ? 0 : destination.length();
        int scope = gateway == null && sample.getAddress().length == 4 ? ON_LINK : 0;
        NetlinkMessage message = new NetlinkMessage(type, flags)
                .octets(SocketAddresses.family(sample), length, 0, 0, MAIN, BY_ADMINISTRATOR, scope, UNICAST)
                .word(0);
        if (destination != null && length > 0) {
            message.address(RTA_DST, destination.network().address());
        }
        if (gateway != null) {
            message.address(RTA_GATEWAY, gateway);
        }
        return message.number(RTA_OIF, index);
    }

    /// The route, or null when it stands in another table or is no plain route.
    static @Nullable Route mainRoute(ByteBuffer answer) {
        Map<Integer, ByteBuffer> found = after(answer, ROUTE_HEADER);
        int table = found.containsKey(RTA_TABLE) ? number(found, RTA_TABLE) : Byte.toUnsignedInt(answer.get(4));
        if (table != MAIN || answer.get(7) != UNICAST) {
            return null;
        }
        boolean ipv4 = answer.get(0) == SocketAddresses.AF_INET;
        ByteBuffer destination = found.get(RTA_DST);
        ByteBuffer gateway = found.get(RTA_GATEWAY);
        InetAddress network = destination == null ? inet(ByteBuffer.allocate(ipv4 ? 4 : 16)) : inet(destination);
        IpPrefix prefix = new IpPrefix(network, Byte.toUnsignedInt(answer.get(1)));
        return new Route(prefix, gateway == null ? null : inet(gateway), number(found, RTA_OIF));
    }

    private static Map<Integer, ByteBuffer> after(ByteBuffer answer, int header) {
        return NetlinkMessage.attributes(answer.duplicate().position(header));
    }

    private static String text(Map<Integer, ByteBuffer> found, int type) {
        ByteBuffer value = found.get(type);
        return value == null ? "" : NetlinkMessage.text(value);
    }

    private static int number(Map<Integer, ByteBuffer> found, int type) {
        ByteBuffer value = found.get(type);
        return value == null || value.remaining() < 4 ? 0 : value.getInt(0);
    }

    private static InetAddress inet(@Nullable ByteBuffer value) {
        try {
            return InetAddress.getByAddress(value == null ? new byte[4] : NetlinkMessage.octets(value));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
