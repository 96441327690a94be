package dev.gantry.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The kernel's `struct sockaddr` in its three shapes.
final class SocketAddresses {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int LARGEST = 128;
    private static final int UNIX_PATH_LIMIT = 107;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    static int family(InetAddress address) {
        return address.getAddress().length == 4 ? AF_INET : AF_INET6;
    }

    static MemorySegment inet(Arena arena, InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        MemorySegment encoded = arena.allocate(bytes.length == 4 ? 16 : 28, 8);
        encoded.set(ValueLayout.JAVA_SHORT, 0, (short) family(address.getAddress()));
        encoded.set(PORT, 2, (short) address.getPort());
        MemorySegment.copy(bytes, 0, encoded, ValueLayout.JAVA_BYTE, bytes.length == 4 ? 4 : 8, bytes.length);
        return encoded;
    }

    static MemorySegment unix(Arena arena, String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > UNIX_PATH_LIMIT) {
            throw new ProtocolException("bind " + path + ": the path is longer than " + UNIX_PATH_LIMIT + " bytes");
        }
        boolean named = !path.startsWith("@");
        MemorySegment encoded = arena.allocate(2 + bytes.length + (named ? 1 : 0), 8);
        encoded.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, encoded, ValueLayout.JAVA_BYTE, 2, bytes.length);
        if (!named) {
            encoded.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
        }
        return encoded;
    }

    static InetSocketAddress decode(MemorySegment encoded) throws IOException {
        int family = encoded.get(ValueLayout.JAVA_SHORT, 0);
        int port = Short.toUnsignedInt(encoded.get(PORT, 2));
        byte[] bytes = switch (family) {
            case AF_INET -> encoded.asSlice(4, 4).toArray(ValueLayout.JAVA_BYTE);
            case AF_INET6 -> encoded.asSlice(8, 16).toArray(ValueLayout.JAVA_BYTE);
            default -> throw new ProtocolException("not an internet socket");
        };
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }
}
