package dev.gantry.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A network in CIDR form.
///
/// @param network its address
/// @param bits leading bits that count
@SuppressWarnings("ArrayRecordComponent")
record AddressRange(byte[] network, int bits) {
    /// Whether `text` looks like a network; names with a slash are none.
    static boolean isRange(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && text.substring(slash + 1).matches("[0-9]{1,3}") && isLiteral(text.substring(0, slash));
    }

    /// Whether `text` is an address, so that looking it up asks nobody.
    static boolean isLiteral(String text) {
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || (text.indexOf(':') >= 0 && text.matches("\\[?[0-9a-fA-F:.]+]?"));
    }

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
            return new AddressRange(address, Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + text, e);
        }
    }

    /// Whether `range` is a network that holds the address `literal`.
    static boolean contains(String range, String literal) {
        if (!isRange(range) || !isLiteral(literal)) {
            return false;
        }
        try {
            return parse(range).contains(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean contains(InetAddress candidate) {
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
