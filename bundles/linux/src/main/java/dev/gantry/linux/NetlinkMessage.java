package dev.gantry.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// A netlink request under construction: header, fixed part, attributes.
final class NetlinkMessage {
    static final int HEADER = 16;
    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int DUMP = 0x300;
    private static final int NESTED = 0x8000;
    private static final int TYPE_MASK = 0x3fff;
    private static final int LIMIT = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocate(LIMIT).order(ByteOrder.nativeOrder());
    private final Deque<Integer> nests = new ArrayDeque<>();

    NetlinkMessage(int type, int flags) {
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | REQUEST))
                .putInt(0)
                .putInt(0);
    }

    /// The fixed part of a message about a link.
    static NetlinkMessage link(int type, int flags, int family, int index) {
        return new NetlinkMessage(type, flags).linkHeader(family, index, 0, 0);
    }

    NetlinkMessage linkHeader(int family, int index, int flags, int change) {
        bytes.put((byte) family)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(index)
                .putInt(flags)
                .putInt(change);
        return this;
    }

    /// Plain bytes of a fixed part.
    NetlinkMessage octets(int... octets) {
        for (int octet : octets) {
            bytes.put((byte) octet);
        }
        return this;
    }

    /// A plain 32 bit number of a fixed part.
    NetlinkMessage word(int word) {
        bytes.putInt(word);
        return this;
    }

    NetlinkMessage attribute(int type, byte... value) {
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return align();
    }

    NetlinkMessage text(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    NetlinkMessage number(int type, int value) {
        bytes.putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    NetlinkMessage address(int type, InetAddress value) {
        return attribute(type, value.getAddress());
    }

    NetlinkMessage begin(int type) {
        nests.push(bytes.position());
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        return this;
    }

    NetlinkMessage end() {
        int start = nests.pop();
        bytes.putShort(start, (short) (bytes.position() - start));
        return this;
    }

    private NetlinkMessage align() {
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    /// The finished message.
    byte[] encode(int sequence) {
        bytes.putInt(0, bytes.position());
        bytes.putInt(8, sequence);
        byte[] encoded = new byte[bytes.position()];
        bytes.get(0, encoded);
        return encoded;
    }

    /// The attributes from the buffer's position on, each as a slice in native order.
    static Map<Integer, ByteBuffer> attributes(ByteBuffer from) {
        Map<Integer, ByteBuffer> attributes = new HashMap<>();
        ByteBuffer left = from.duplicate().order(ByteOrder.nativeOrder());
        while (left.remaining() >= 4) {
            int start = left.position();
            int length = Short.toUnsignedInt(left.getShort(start));
            if (length < 4 || length > left.remaining()) {
                break;
            }
            ByteBuffer value = left.slice(start + 4, length - 4).order(ByteOrder.nativeOrder());
            attributes.put(left.getShort(start + 2) & TYPE_MASK, value);
            left.position(Math.min(left.limit(), start + (length + 3) / 4 * 4));
        }
        return attributes;
    }

    /// The text of an attribute, without its final zero.
    static String text(ByteBuffer value) {
        byte[] bytes = octets(value);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    static byte[] octets(ByteBuffer value) {
        byte[] octets = new byte[value.remaining()];
        value.get(value.position(), octets);
        return octets;
    }
}
