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
    private static final Path SYSCTL = Path.of("/proc/sys/net");

    private final NetlinkSocket host;
    private final BridgeSettings settings;

    HostBridge(NetlinkSocket host, BridgeSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /// Makes the device or brings the one that is there in line.
    ///
    /// @return its index
    int ensure(BridgeOptions options) throws IOException {
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
        // containers send to such addresses.
        sysctl("ipv4/conf/" + options.device() + "/route_localnet", "1");
        address(index, options.address());
        if (settings.forward()) {
            sysctl("ipv4/ip_forward", "1");
        }
        host.setUp(index, true);
        return index;
    }

    private void address(int index, @Nullable IpPrefix wanted) throws IOException {
        List<IpPrefix> present =
                host.addresses(index).stream().filter(a -> !a.isIpv6()).toList();
        if (wanted != null && !present.contains(wanted)) {
            host.addAddress(index, wanted);
        }
        for (IpPrefix old : present) {
            if (!old.equals(wanted)) {
                host.removeAddress(index, old);
            }
        }
    }

    private static void sysctl(String name, String value) throws IOException {
        Path file = SYSCTL.resolve(name);
        if (!Files.exists(file) || Files.readString(file).strip().equals(value)) {
            return;
        }
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            log.warn("net/{} stays as it is: {}", name, e.getMessage());
        }
    }

    /// A fixed address of its own: else a bridge takes that of its lowest port, and changes it with every container.
    private static String mac() {
        byte[] mac = new byte[6];
        ThreadLocalRandom.current().nextBytes(mac);
        mac[0] = (byte) ((mac[0] & 0xFC) | 0x02);
        return Link.formatMac(mac);
    }

    /// The first IPv4 address on a device; null when there is none.
    @Nullable IpPrefix addressOn(String device) throws IOException {
        Link link = host.link(device);
        if (link == null) {
            return null;
        }
        return host.addresses(link.index()).stream()
                .filter(a -> !a.isIpv6())
                .findFirst()
                .orElse(null);
    }

    /// A device for the default bridge: `docker0`, unless another engine of this machine has it.
    String chooseDevice() throws IOException {
        String usual = "docker0";
        Link link = host.link(usual);
        boolean taken = link != null && !link.alias().equals(settings.mark()) && isOthers(link);
        if (taken) {
            log.info("{} belongs to another engine; the default bridge is {}", usual, settings.ownDevice());
            return settings.ownDevice();
        }
        Link spare = host.link(settings.ownDevice());
        if (spare != null) {
            host.deleteLink(spare.index());
        }
        return usual;
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
