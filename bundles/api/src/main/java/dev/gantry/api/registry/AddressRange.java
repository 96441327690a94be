package dev.gantry.api.registry;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A network in CIDR form, as operators write it into lists of hosts. Nothing here asks a name server. Immutable.
public final class AddressRange {
    private final byte[] network;
    private final int bits;

    /// @param network its address, 4 or 16 bytes
    /// @param bits leading bits that count
    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// Whether `text` is a network; names with a slash are none.
    public static boolean isRange(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || !text.substring(slash + 1).matches("[0-9]{1,3}") || text.startsWith("[")) {
            return false;
        }
        InetAddress address = address(text.substring(0, slash));
        return address != null && Integer.parseInt(text.substring(slash + 1)) <= address.getAddress().length * 8;
    }

    /// Whether `text` is an address; one of version 6 may stand in brackets.
    public static boolean isLiteral(String text) {
        return address(text) != null;
    }

    /// `InetAddress.getByName` would take for a name what is nearly an address, and ask for it.
    private static @Nullable InetAddress address(String text) {
        boolean written = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|\\[[0-9a-fA-F:.]+]");
        if (!written) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text.startsWith("[") ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// @param text of which [#isRange] is true
    /// @throws IllegalArgumentException in words for the operator
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = isRange(text) ? address(text.substring(0, slash)) : null;
        if (address == null) {
            throw new IllegalArgumentException("invalid CIDR address: " + text);
        }
        return new AddressRange(address.getAddress(), Integer.parseInt(text.substring(slash + 1)));
    }

    /// Whether `range` is a network that holds the address `literal`.
    public static boolean contains(String range, String literal) {
        InetAddress address = address(literal);
        return address != null && isRange(range) && parse(range).contains(address);
    }

    /// As it is shown: without the bits that do not count.
    public String shown() {
        byte[] masked = network.clone();
        for (int bit = bits; bit < masked.length * 8; bit++) {
            masked[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return (masked.length == 4 ? dotted(masked) : colons(masked)) + "/" + bits;
    }

    private static String dotted(byte[] address) {
        StringBuilder text = new StringBuilder();
        for (byte part : address) {
            text.append(text.isEmpty() ? "" : ".").append(part & 0xff);
        }
        return text.toString();
    }

    /// The longest run of zero groups, when it has two or more, is left out (RFC 5952).
    private static String colons(byte[] address) {
        int start = -1;
        int length = 1;
        for (int from = 0; from < 8; from++) {
            int to = from;
            while (to < 8 && group(address, to) == 0) {
                to++;
            }
            if (to - from > length) {
                start = from;
                length = to - from;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
    }

    /// Whether the address is of this network, and of its family.
    public boolean contains(InetAddress candidate) {
        byte[] address = candidate.getAddress();
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits && bit < address.length * 8; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((address[bit >> 3] ^ network[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
