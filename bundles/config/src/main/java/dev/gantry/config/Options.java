package dev.gantry.config;

import dev.gantry.config.Option.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of everything that can be set, as Docker has it.
final class Options {
    /// What an option that works waits for.
    private static final String NOW = "";

    private static final String CLUSTER = "it comes with the cluster";
    private static final String USER_NAMESPACES = "it comes with user namespaces";

    private final List<Option> all = new ArrayList<>();
    private final Map<String, Option> byFlag = new LinkedHashMap<>();
    private final Map<String, Option> byKey = new LinkedHashMap<>();

    Options() {
        daemon();
        api();
        runtime();
        images();
        network();
        cluster();
        for (Option option : all) {
            byFlag.put(option.flag(), option);
            if (!option.key().isEmpty()) {
                byKey.put(option.key(), option);
            }
        }
    }

    List<Option> all() {
        return Collections.unmodifiableList(all);
    }

    @Nullable Option flag(String name) {
        return byFlag.get(name);
    }

    @Nullable Option key(String name) {
        return byKey.get(name);
    }

    @Nullable Option shorthand(char letter) {
        for (Option option : all) {
            if (option.shorthand().length() == 1 && option.shorthand().charAt(0) == letter) {
                return option;
            }
        }
        return null;
    }

    private void daemon() {
        add("config-file", "", "", Kind.TEXT, "/etc/docker/daemon.json", NOW, "Daemon configuration file");
        text("data-root", "/var/lib/docker", NOW, "Directory of everything that outlives a boot");
        flag("debug", "D", "debug", false, NOW, "Log at level debug");
        text("exec-root", "/var/run/docker", NOW, "Directory of state that a boot ends");
        flag("experimental", "", "experimental", false, NOW, "Switch on experimental features");
        many("feature", "features", Kind.MAP, NOW, "Switch a feature on or off (name[=bool])");
        add("help", "h", "", Kind.SWITCH, false, NOW, "Print this help");
        many("label", "labels", Kind.LIST, NOW, "Label of the daemon (key=value)");
        flag("live-restore", "", "live-restore", false, NOW, "Leave containers running when the daemon stops");
        text("log-format", "text", NOW, "Format of the daemon's log: text or json");
        add(
                "log-level",
                "l",
                "log-level",
                Kind.TEXT,
                "info",
                NOW,
                "Level of the daemon's log: debug, info, warn, error or fatal");
        add(
                "pidfile",
                "p",
                "pidfile",
                Kind.TEXT,
                "/var/run/docker.pid",
                NOW,
                "File that holds the daemon's process id");
        flag("raw-logs", "", "raw-logs", false, NOW, "No colours in the daemon's log");
        number("shutdown-timeout", 15, NOW, "Seconds for stopping containers at the end; negative waits for ever");
        add("validate", "", "", Kind.SWITCH, false, NOW, "Check the configuration and exit");
        add("version", "v", "", Kind.SWITCH, false, NOW, "Print the version and exit");
        add("restart", "r", "", Kind.SWITCH, true, NOW, "Start containers again at boot");
        flag("rootless", "", "rootless", false, USER_NAMESPACES, "Run without root");
    }

    private void api() {
        many(
                "api-cors-origin",
                "api-cors-origins",
                Kind.LIST,
                NOW,
                "Origin whose pages may call the API from a browser (scheme://host[:port], or *)");
        many(
                "authorization-plugin",
                "authorization-plugins",
                Kind.LIST,
                NOW,
                "Plugin that is asked about every request, in the order given");
        text("metrics-addr", "", NOW, "Address of the metrics endpoint (host:port)");
        add("group", "G", "group", Kind.TEXT, "docker", NOW, "Group that owns the unix socket");
        add("host", "H", "hosts", Kind.LIST, List.of(), NOW, "Address to listen on");
        flag("tls", "", "tls", false, NOW, "Use TLS; implied by --tlsverify");
        text("tlscacert", "", NOW, "Accept only client certificates signed by this authority");
        text("tlscert", "", NOW, "Certificate file");
        text("tlskey", "", NOW, "Key file");
        flag("tlsverify", "", "tlsverify", false, NOW, "Use TLS and ask clients for a certificate");
        text("api-cors-header", "", NOW, "Removed, refused");
    }

    private void runtime() {
        text("cgroup-parent", "", NOW, "Parent control group of all containers");
        text("containerd", "", NOW, "containerd's address");
        text("containerd-namespace", "moby", NOW, "containerd namespace of containers and images");
        text("default-cgroupns-mode", "", NOW, "Control group namespace of containers: host or private");
        text("default-ipc-mode", "private", NOW, "IPC namespace of containers: private or shareable");
        text("default-runtime", "runc", NOW, "OCI runtime of containers");
        add("default-shm-size", "", "default-shm-size", Kind.BYTES, 64L << 20, NOW, "Size of /dev/shm in containers");
        many("default-ulimit", "default-ulimits", Kind.ULIMITS, NOW, "Resource limit of containers (name=soft[:hard])");
        many("exec-opt", "exec-opts", Kind.LIST, NOW, "Runtime option: native.cgroupdriver=cgroupfs or systemd");
        flag("init", "", "init", false, NOW, "Run an init process in containers");
        text("init-path", "", NOW, "The init program");
        text("log-driver", "json-file", NOW, "Log driver of containers");
        many("log-opt", "log-opts", Kind.MAP, NOW, "Log driver option of containers (key=value)");
        flag(
                "no-new-privileges",
                "",
                "no-new-privileges",
                false,
                NOW,
                "Containers gain no privileges through programs");
        text("seccomp-profile", "builtin", NOW, "Seccomp profile of containers: a path, builtin or unconfined");
        many("add-runtime", "runtimes", Kind.RUNTIMES, NOW, "Register an OCI runtime (name=path)");
        add(
                "cdi-spec-dir",
                "",
                "cdi-spec-dirs",
                Kind.LIST,
                List.of("/etc/cdi", "/var/run/cdi"),
                NOW,
                "Directory of files that describe devices (CDI); empty switches them off");
        add(
                "containerd-plugins-namespace",
                "",
                "",
                Kind.TEXT,
                "plugins.moby",
                "it comes with managed plugins",
                "containerd namespace of plugins");
        number("cpu-rt-period", 0, NOW, "Real-time period of containers' parent control groups, in microseconds");
        number("cpu-rt-runtime", 0, NOW, "Real-time runtime of containers' parent control groups, in microseconds");
        flag("cri-containerd", "", "cri-containerd", false, NOW, "Start containerd with its CRI plugin");
        flag("selinux-enabled", "", "selinux-enabled", false, NOW, "SELinux labels, where the machine has no SELinux");
        text("userns-remap", "", USER_NAMESPACES, "User namespace of containers");
    }

    private void images() {
        many(
                "insecure-registry",
                "insecure-registries",
                Kind.LIST,
                NOW,
                "Registry that is trusted without a valid certificate");
        number("max-concurrent-downloads", 3, NOW, "Layers of a pull that are fetched at a time");
        number("max-concurrent-uploads", 5, NOW, "Layers of a push that are sent at a time");
        number("max-download-attempts", 5, NOW, "Tries for each layer");
        many("registry-mirror", "registry-mirrors", Kind.LIST, NOW, "Mirror of Docker Hub");
        text("http-proxy", "", NOW, "Proxy for http");
        text("https-proxy", "", NOW, "Proxy for https");
        text("no-proxy", "", NOW, "Hosts that are reached without a proxy");
        many(
                "allow-nondistributable-artifacts",
                "allow-nondistributable-artifacts",
                Kind.LIST,
                NOW,
                "Ignored, for old callers");
        add(
                "storage-driver",
                "s",
                "storage-driver",
                Kind.TEXT,
                "",
                NOW,
                "Storage driver: overlay2, which is containerd's overlayfs, or native, which copies whole layers");
        many("storage-opt", "storage-opts", Kind.LIST, NOW, "Storage driver option");
    }

    private void network() {
        text("bip", "", NOW, "IPv4 address and mask of the default bridge");
        add("bridge", "b", "bridge", Kind.TEXT, "", NOW, "Use this bridge; none = no default bridge");
        add("default-gateway", "", "default-gateway", Kind.ADDRESS, "", NOW, "IPv4 gateway of containers");
        many(
                "default-address-pool",
                "default-address-pools",
                Kind.POOLS,
                NOW,
                "Pool for new networks (base=CIDR,size=N)");
        many("dns", "dns", Kind.ADDRESSES, NOW, "Name server of containers");
        many("dns-opt", "dns-opts", Kind.LIST, NOW, "Resolver option of containers");
        many("dns-search", "dns-search", Kind.LIST, NOW, "Search domain of containers");
        text("fixed-cidr", "", NOW, "Part of the bridge's subnet for containers");
        many("host-gateway-ip", "host-gateway-ips", Kind.ADDRESSES, NOW, "What host-gateway means in --add-host");
        flag("icc", "", "icc", true, NOW, "Containers on the default bridge reach each other");
        add("ip", "", "ip", Kind.ADDRESS, "0.0.0.0", NOW, "Address that ports are published on");
        flag("ip-forward", "", "ip-forward", true, NOW, "Switch on IPv4 forwarding");
        flag("ip-masq", "", "ip-masq", true, NOW, "Hide containers behind the host's address");
        flag("iptables", "", "iptables", true, NOW, "Program the packet filter");
        flag("ip6tables", "", "ip6tables", true, NOW, "Program the packet filter for IPv6");
        text("bip6", "", NOW, "IPv6 address and mask of the default bridge");
        add("default-gateway-v6", "", "default-gateway-v6", Kind.ADDRESS, "", NOW, "IPv6 gateway of containers");
        text("fixed-cidr-v6", "", NOW, "IPv6 subnet for containers");
        flag("ip-forward-no-drop", "", "ip-forward-no-drop", false, NOW, "Leave the filter's forward policy alone");
        flag("ipv6", "", "ipv6", false, NOW, "IPv6 on the default bridge");
        number("mtu", 1500, NOW, "MTU of the default bridge");
        flag(
                "userland-proxy",
                "",
                "userland-proxy",
                true,
                NOW,
                "Carry published ports in the daemon where rules do not");
        flag(
                "allow-direct-routing",
                "",
                "allow-direct-routing",
                false,
                NOW,
                "Let other hosts reach published ports by the containers' addresses");
        many(
                "default-network-opt",
                "default-network-opts",
                Kind.MAP,
                "it is for networks that users create, which are not there yet; the default bridge has options of its own",
                "Driver option of new networks (driver=key=value)");
        number("network-diagnostic-port", 0, NOW, "Port of the diagnostic server on 127.0.0.1");
        text("userland-proxy-path", "", NOW, "Checked, but not run: published ports are carried in the daemon");
    }

    private void cluster() {
        number("network-control-plane-mtu", 1500, CLUSTER, "MTU of the cluster's control network");
        many(
                "node-generic-resource",
                "node-generic-resources",
                Kind.LIST,
                CLUSTER,
                "Resource that the cluster may count (name=value)");
        text("swarm-default-advertise-addr", "", CLUSTER, "Address that the cluster advertises");
    }

    private void text(String name, String fallback, String awaits, String usage) {
        add(name, "", name, Kind.TEXT, fallback, awaits, usage);
    }

    private void number(String name, long fallback, String awaits, String usage) {
        add(name, "", name, Kind.NUMBER, fallback, awaits, usage);
    }

    private void flag(String name, String shorthand, String key, boolean fallback, String awaits, String usage) {
        add(name, shorthand, key, Kind.SWITCH, fallback, awaits, usage);
    }

    private void many(String name, String key, Kind kind, String awaits, String usage) {
        add(name, "", key, kind, List.of(), awaits, usage);
    }

    private void add(
            String flag, String shorthand, String key, Kind kind, Object fallback, String awaits, String usage) {
        all.add(new Option(flag, shorthand, key, kind, fallback, awaits, usage));
    }
}
