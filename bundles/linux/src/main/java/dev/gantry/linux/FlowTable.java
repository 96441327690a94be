package dev.gantry.linux;

import dev.gantry.api.linux.ConnectionTracking;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [ConnectionTracking] by conntrack netlink.
@Component
public final class FlowTable implements ConnectionTracking {
    private static final int GET = 1 << 8 | 1;
    private static final int DELETE = 1 << 8 | 2;
    private static final int HEADER = 4;
    private static final int ORIGINAL = 1;
    private static final int REPLY = 2;
    private static final int TUPLE_IP = 1;
    private static final int TUPLE_PROTOCOL = 2;
    private static final int UDP = 17;

    private final SystemCalls kernel;

    /// @param kernel makes the calls
    @Activate
    public FlowTable(@Reference SystemCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public int forgetUdp(InetAddress container, int hostPort) throws IOException {
        int family = SocketAddresses.family(container);
        int forgotten = 0;
        try (NetlinkChannel channel = new NetlinkChannel(kernel, NetlinkChannel.NETFILTER)) {
            NetlinkMessage dump = new NetlinkMessage(GET, NetlinkMessage.DUMP).octets(family, 0, 0, 0);
            for (ByteBuffer flow : channel.exchange("list flows", dump)) {
                Map<Integer, ByteBuffer> parts =
                        NetlinkMessage.attributes(flow.duplicate().position(HEADER));
                ByteBuffer original = parts.get(ORIGINAL);
                if (original != null && matches(original, parts.get(REPLY), container, hostPort)) {
                    forgotten += delete(channel, family, original) ? 1 : 0;
                }
            }
        }
        return forgotten;
    }

    private static boolean matches(
            ByteBuffer original, @Nullable ByteBuffer reply, InetAddress container, int hostPort) {
        Map<Integer, ByteBuffer> tuple = NetlinkMessage.attributes(original);
        ByteBuffer protocol = tuple.get(TUPLE_PROTOCOL);
        if (protocol == null) {
            return false;
        }
        Map<Integer, ByteBuffer> ports = NetlinkMessage.attributes(protocol);
        ByteBuffer number = ports.get(1);
        if (number == null || number.get(0) != UDP) {
            return false;
        }
        ByteBuffer destination = ports.get(3);
        boolean toHostPort = hostPort > 0
                && destination != null
                && Short.toUnsignedInt(destination.order(ByteOrder.BIG_ENDIAN).getShort(0)) == hostPort;
        return toHostPort || concerns(original, container) || reply != null && concerns(reply, container);
    }

    private static boolean concerns(ByteBuffer tuple, InetAddress container) {
        ByteBuffer addresses = NetlinkMessage.attributes(tuple).get(TUPLE_IP);
        return addresses != null
                && NetlinkMessage.attributes(addresses).values().stream()
                        .anyMatch(value -> Arrays.equals(NetlinkMessage.octets(value), container.getAddress()));
    }

    private static boolean delete(NetlinkChannel channel, int family, ByteBuffer original) throws ErrnoException {
        try {
            NetlinkMessage message = new NetlinkMessage(DELETE, NetlinkMessage.ACK).octets(family, 0, 0, 0);
            channel.exchange("forget flow", message.attribute(ORIGINAL | 0x8000, NetlinkMessage.octets(original)));
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }
}
