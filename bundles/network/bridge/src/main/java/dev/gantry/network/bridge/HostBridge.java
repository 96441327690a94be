package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.NetlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bridge device on the host.
final class HostBridge {
    private static final Logger log = LoggerFactory.getLogger(HostBridge.class);
    private static final String USUAL = "docker0";
    private static final Path SYSCTL = Path.of("/proc/sys/net");

    private final NetlinkSocket host;
    private volatile BridgeSettings settings;

    HostBridge(NetlinkSocket host, BridgeSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /// Takes other settings, which hold from the next [#ensure] on.
    void settings(BridgeSettings next) {
        settings = next;
    }

    /// Makes the device or brings the one that is there in line.
    ///
    /// @return its index
    int ensure(BridgeOptions options) throws IOException {
        if (options.device().equals(USUAL)) {
            removeSpare();
        }
        Link link = host.link(options.device());
        int index = link == null ? host.addBridge(options.device(), mac(), options.mtu()) : link.index();
        if (link == null) {
            host.setAlias(index, settings.mark());
        } else if (options.mtu() > 0 && link.mtu() != options.mtu()) {
            host.setMtu(index, options.mtu());
        }
        sysctl("ipv6/conf/" + options.device() + "/accept_ra", "0");
        // Lets what a local program sends to a published port of 127.0.0.1 leave through the bridge; the rules drop
        // what
        // containers send to such addresses, so without rules it stays off.
        sysctl(
                "ipv4/conf/" + options.device() + "/route_localnet",
                settings.filtered().contains(Family.IPV4) ? "1" : "0");
        if (options.families().contains(Family.IPV6)) {
            sysctl("ipv6/conf/" + options.device() + "/disable_ipv6", "0");
        }
        for (Family family : Family.values()) {
            addresses(index, family, options.address(family));
        }
        host.setUp(index, true);
        return index;
    }

    private void addresses(int index, Family family, @Nullable IpPrefix wanted) throws IOException {
        List<IpPrefix> present = host.addresses(index).stream()
                .filter(a -> Family.of(a) == family && !a.address().isLinkLocalAddress())
                .toList();
        if (wanted != null && !present.contains(wanted)) {
            host.addAddress(index, wanted);
        }
        for (IpPrefix old : present) {
            if (!old.equals(wanted)) {
                host.removeAddress(index, old);
            }
        }
        if (wanted != null) {
            // With the first address of a subnet the kernel removes the later ones.
            host.addAddress(index, wanted);
        }
    }

    /// Switches forwarding on, if that is this engine's business.
    ///
    /// @return whether it was off
    boolean forward(Family family) throws IOException {
        if (!settings.forward()) {
            return false;
        }
        if (family == Family.IPV4) {
            return sysctl("ipv4/ip_forward", "1");
        }
        boolean later = sysctl("ipv6/conf/default/forwarding", "1");
        return sysctl("ipv6/conf/all/forwarding", "1") || later;
    }

    /// @return whether it was something else before
    private static boolean sysctl(String name, String value) throws IOException {
        Path file = SYSCTL.resolve(name);
        if (!Files.exists(file) || Files.readString(file).strip().equals(value)) {
            return false;
        }
        try {
            Files.writeString(file, value);
            return true;
        } catch (IOException e) {
            log.warn("net/{} stays as it is: {}", name, e.getMessage());
            return false;
        }
    }

    /// A fixed address of its own: else a bridge takes that of its lowest port, and changes it with every container.
    private static String mac() {
        byte[] mac = new byte[6];
        ThreadLocalRandom.current().nextBytes(mac);
        mac[0] = (byte) ((mac[0] & 0xFC) | 0x02);
        return Link.formatMac(mac);
    }

    /// The first address of a family on a device; null when there is none.
    @Nullable IpPrefix addressOn(String device, Family family) throws IOException {
        Link link = host.link(device);
        if (link == null) {
            return null;
        }
        return host.addresses(link.index()).stream()
                .filter(a -> Family.of(a) == family && !a.address().isLinkLocalAddress())
                .findFirst()
                .orElse(null);
    }

    /// A device for the default bridge: `docker0`, unless another engine of this machine has it.
    String chooseDevice() throws IOException {
        Link link = host.link(USUAL);
        boolean taken = link != null && !link.alias().equals(settings.mark()) && isOthers(link);
        if (taken) {
            log.info("{} belongs to another engine; the default bridge is {}", USUAL, settings.ownDevice());
            return settings.ownDevice();
        }
        return USUAL;
    }

    /// The device that stood in for the usual one while that was another engine's.
    private void removeSpare() throws IOException {
        Link spare = host.link(settings.ownDevice());
        if (spare != null) {
            host.deleteLink(spare.index());
        }
    }

    /// Removes a device that this engine has made; one that a user has made stays.
    void remove(String device) throws IOException {
        Link link = host.link(device);
        if (link != null && link.alias().equals(settings.mark())) {
            host.deleteLink(link.index());
        }
    }

    private static boolean isOthers(Link link) {
        if (link.alias().startsWith("gantry:")) {
            return true;
        }
        // dockerd leaves no mark on its bridge, but a pid file while it runs.
        try {
            long pid = Long.parseLong(
                    Files.readString(Path.of("/var/run/docker.pid")).strip());
            return pid != ProcessHandle.current().pid()
                    && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
