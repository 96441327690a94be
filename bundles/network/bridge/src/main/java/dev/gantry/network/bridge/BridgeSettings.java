package dev.gantry.network.bridge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/// Settings of the driver as a whole.
///
/// @param instance eight hexadecimal digits that tell the engines of one machine apart: they follow from the data root
/// @param filtered the families that rules are made for
/// @param forward whether forwarding is switched on
/// @param close whether the machine forwards nothing but what rules allow, once this engine has switched forwarding on
/// @param direct whether other machines reach a container's published ports by its own address as well
record BridgeSettings(String instance, Set<Family> filtered, boolean forward, boolean close, boolean direct) {
    static BridgeSettings of(Map<String, Object> config) {
        String dataRoot = String.valueOf(config.getOrDefault("data-root", "/var/lib/docker"));
        Set<Family> filtered = EnumSet.noneOf(Family.class);
        if (flag(config, "iptables", true)) {
            filtered.add(Family.IPV4);
        }
        if (flag(config, "ip6tables", true)) {
            filtered.add(Family.IPV6);
        }
        return new BridgeSettings(
                instance(Path.of(dataRoot)),
                filtered,
                flag(config, "ip-forward", true),
                !flag(config, "ip-forward-no-drop", false),
                flag(config, "allow-direct-routing", false));
    }

    static String instance(Path dataRoot) {
        CRC32 sum = new CRC32();
        sum.update(dataRoot.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }

    private static boolean flag(Map<String, Object> config, String key, boolean whenAbsent) {
        Object value = config.get(key);
        return value == null ? whenAbsent : Boolean.parseBoolean(value.toString());
    }

    /// What a bridge of ours has as its alias.
    String mark() {
        return "gantry:" + instance;
    }

    /// A device name for the default bridge that no other engine uses.
    String ownDevice() {
        return "gantry" + instance;
    }

    /// What the names of all tables of this engine begin with.
    String tables() {
        return "gantry-" + instance + "-";
    }

    /// The table of a network.
    String table(String networkId) {
        return tables() + networkId.substring(0, 12);
    }
}
