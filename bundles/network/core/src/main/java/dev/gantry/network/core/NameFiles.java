package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.NameRequest;
import dev.gantry.network.core.CoreSettings.DaemonNames;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Writes the `hosts` and `resolv.conf` of containers.
final class NameFiles {
    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");

    private final StateFiles files;
    private final Supplier<DaemonNames> daemon;
    private final Path etc;
    private final Path systemd;

    NameFiles(StateFiles files, Supplier<DaemonNames> daemon) {
        this(files, daemon, Path.of("/etc"), Path.of("/run/systemd/resolve"));
    }

    NameFiles(StateFiles files, Supplier<DaemonNames> daemon, Path etc, Path systemd) {
        this.files = files;
        this.daemon = daemon;
        this.etc = etc;
        this.systemd = systemd;
    }

    /// Writes `resolv.conf`, unless a user has changed the one that is there.
    ///
    /// @param hostNetwork whether the container shares the host's namespace, and so reaches all its servers
    void writeResolvConf(NameRequest names, boolean hostNetwork, boolean ipv6) {
        Path file = names.resolvConfFile();
        Path hashFile = file.resolveSibling(file.getFileName() + ".hash");
        if (isEdited(file, hashFile)) {
            return;
        }
        ResolvConf conf =
                hostResolvConf(hostNetwork).override(names.dns(), names.dnsSearch(), names.dnsOptions(), daemon.get());
        String content = (hostNetwork ? conf : conf.reachable(ipv6)).content();
        files.text(file, content, 0644);
        files.text(hashFile, hash(content), 0600);
    }

    private ResolvConf hostResolvConf(boolean hostNetwork) {
        ResolvConf conf = read(etc.resolve("resolv.conf"), "/etc/resolv.conf");
        Path real = systemd.resolve("resolv.conf");
        return !hostNetwork && conf.isStub() && Files.exists(real) ? read(real, real.toString()) : conf;
    }

    private static ResolvConf read(Path file, String source) {
        try {
            return ResolvConf.parse(source, Files.readAllLines(file));
        } catch (IOException e) {
            return ResolvConf.parse(source, List.of());
        }
    }

    private static boolean isEdited(Path file, Path hashFile) {
        try {
            return Files.exists(file)
                    && Files.exists(hashFile)
                    && !hash(Files.readString(file))
                            .equals(Files.readString(hashFile).strip());
        } catch (IOException e) {
            return false;
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes `hosts` for a sandbox as it is now.
    void writeHosts(StoredSandbox sandbox) {
        List<InetAddress> addresses = sandbox.all().stream()
                .map(e -> e.endpoint(sandbox.containerId()))
                .<InetAddress>mapMulti((endpoint, out) -> {
                    if (endpoint.ipv4() != null) {
                        out.accept(endpoint.ipv4().address());
                    }
                    if (endpoint.ipv6() != null) {
                        out.accept(endpoint.ipv6().address());
                    }
                })
                .toList();
        String base = sandbox.hostNetwork() ? hostHosts() : HostsFile.local(Files.exists(IPV6));
        String content = HostsFile.content(
                base,
                sandbox.extraHosts() == null ? List.of() : sandbox.extraHosts(),
                addresses,
                sandbox.hostname(),
                sandbox.domainName());
        files.text(Path.of(sandbox.hostsFile()), content, 0644);
    }

    /// Puts lines in the place of others in a sandbox's `hosts`, if it has one yet; the rest of the file may be a user's.
    ///
    /// @param before as many as `after`
    void replaceLines(StoredSandbox sandbox, List<String> before, List<String> after) {
        Path file = Path.of(sandbox.hostsFile());
        if (!Files.exists(file)) {
            return;
        }
        try {
            StringBuilder content = new StringBuilder();
            for (String line : Files.readString(file).split("(?<=\n)")) {
                int at = before.indexOf(line.stripTrailing());
                content.append(at < 0 ? line : after.get(at) + "\n");
            }
            files.text(file, content.toString(), 0644);
        } catch (IOException e) {
            throw EngineException.system("read " + file + ": " + e.getMessage(), e);
        }
    }

    private String hostHosts() {
        try {
            return Files.readString(etc.resolve("hosts"));
        } catch (IOException e) {
            return HostsFile.local(true);
        }
    }
}
