package dev.gantry.api.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// An address with the length of its network part: an interface's address, or (host bits zero) a network.
///
/// @param address IPv4 or IPv6
/// @param length bits of the network part
public record IpPrefix(InetAddress address, int length) {
    /// Checks the length.
    public IpPrefix {
        if (length < 0 || length > address.getAddress().length * 8) {
            throw new IllegalArgumentException("invalid CIDR address: " + address.getHostAddress() + "/" + length);
        }
    }

    /// Reads `172.17.0.1/16` or `fd00::1/64`. Never asks a name server.
    ///
    /// @throws IllegalArgumentException with Docker's words for it
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0) {
                return new IpPrefix(
                        InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + text, e);
        }
        throw new IllegalArgumentException("invalid CIDR address: " + text);
    }

    /// Whether this is IPv6.
    public boolean isIpv6() {
        return address.getAddress().length == 16;
    }

    /// The same with host bits zero.
    public IpPrefix network() {
        byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new IpPrefix(of(bytes), length);
    }

    /// The last address of the network: the broadcast address of IPv4.
    public InetAddress last() {
        byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return of(bytes);
    }

    /// Whether `other` lies in this network.
    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && Arrays.equals(
                        new IpPrefix(other, length).network().address.getAddress(),
                        network().address.getAddress());
    }

    /// Whether the two networks share an address.
    public boolean overlaps(IpPrefix other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    /// As [#parse] reads it, IPv6 in its short form.
    @Override
    public String toString() {
        return text(address) + "/" + length;
    }

    /// An address as text, IPv6 in its short form (RFC 5952).
    public static String text(InetAddress address) {
        byte[] b = address.getAddress();
        return b.length == 4 ? address.getHostAddress() : shortForm(b);
    }

    private static String shortForm(byte[] b) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (b[2 * i] & 0xff) << 8 | b[2 * i + 1] & 0xff;
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                best = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
