package dev.gantry.api.linux;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A network device.
///
/// @param index number in its namespace
/// @param name in its namespace
/// @param kind such as `bridge`, `veth`; null for hardware
/// @param up whether it is switched on
/// @param master index of the bridge that it is a port of, 0 for none
/// @param mtu bytes
/// @param mac hardware address as `02:42:ac:11:00:02`, empty when it has none
/// @param alias free text that [NetlinkSocket#setAlias] wrote, empty when none
/// @param peer index of the other end of a veth, 0 when unknown
public record Link(
        int index,
        String name,
        @Nullable String kind,
        boolean up,
        int master,
        int mtu,
        String mac,
        String alias,
        int peer) {
    /// Reads `02:42:ac:11:00:02`.
    ///
    /// @throws IllegalArgumentException when it is not a hardware address
    public static byte[] parseMac(String text) {
        byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text.replace('-', ':'));
        if (bytes.length != 6) {
            throw new IllegalArgumentException("address " + text + ": invalid MAC address");
        }
        return bytes;
    }

    /// Writes six bytes as `02:42:ac:11:00:02`.
    public static String formatMac(byte[] mac) {
        return HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(mac, mac.length));
    }
}
