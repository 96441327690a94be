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
    private static final boolean YES = true;
    private static final boolean NO = false;

    private final List<Option> all = new ArrayList<>();
    private final Map<String, Option> byFlag = new LinkedHashMap<>();
    private final Map<String, Option> byKey = new LinkedHashMap<>();

    Options() {
        daemon();
        api();
        runtime();
        images();
        network();
        later();
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
        add("config-file", "", "", Kind.TEXT, "/etc/docker/daemon.json", YES, "Daemon configuration file");
        text("data-root", "/var/lib/docker", YES, "Directory of everything that outlives a boot");
        flag("debug", "D", "debug", false, YES, "Log at level debug");
        text("exec-root", "/var/run/docker", YES, "Directory of state that a boot ends");
        flag("experimental", "", "experimental", false, YES, "Switch on experimental features");
        many("feature", "features", Kind.MAP, YES, "Switch a feature on or off (name[=bool])");
        add("help", "h", "", Kind.SWITCH, false, YES, "Print this help");
        many("label", "labels", Kind.LIST, YES, "Label of the daemon (key=value)");
        flag("live-restore", "", "live-restore", false, YES, "Leave containers running when the daemon stops");
        text("log-format", "text", YES, "Format of the daemon's log: text or json");
        add(
                "log-level",
                "l",
                "log-level",
                Kind.TEXT,
                "info",
                YES,
                "Level of the daemon's log: debug, info, warn, error or fatal");
        add(
                "pidfile",
                "p",
                "pidfile",
                Kind.TEXT,
                "/var/run/docker.pid",
                YES,
                "File that holds the daemon's process id");
        flag("raw-logs", "", "raw-logs", false, YES, "No colours in the daemon's log");
        number("shutdown-timeout", 15, YES, "Seconds for stopping containers at the end; negative waits for ever");
        add("validate", "", "", Kind.SWITCH, false, YES, "Check the configuration and exit");
        add("version", "v", "", Kind.SWITCH, false, YES, "Print the version and exit");
    }

    private void api() {
        many(
                "api-cors-origin",
                "api-cors-origins",
                Kind.LIST,
                YES,
                "Origin whose pages may call the API from a browser (scheme://host[:port], or *)");
        many(
                "authorization-plugin",
                "authorization-plugins",
                Kind.LIST,
                YES,
                "Plugin that is asked about every request, in the order given");
        text("metrics-addr", "", YES, "Address of the metrics endpoint (host:port)");
        add("group", "G", "group", Kind.TEXT, "docker", YES, "Group that owns the unix socket");
        add("host", "H", "hosts", Kind.LIST, List.of(), YES, "Address to listen on");
        flag("tls", "", "tls", false, YES, "Use TLS; implied by --tlsverify");
        text("tlscacert", "", YES, "Accept only client certificates signed by this authority");
        text("tlscert", "", YES, "Certificate file");
        text("tlskey", "", YES, "Key file");
        flag("tlsverify", "", "tlsverify", false, YES, "Use TLS and ask clients for a certificate");
    }

    private void runtime() {
        text("cgroup-parent", "", YES, "Parent control group of all containers");
        text("containerd", "", YES, "containerd's address");
        text("containerd-namespace", "moby", YES, "containerd namespace of containers and images");
        text("default-cgroupns-mode", "", YES, "Control group namespace of containers: host or private");
        text("default-ipc-mode", "private", YES, "IPC namespace of containers: private or shareable");
        text("default-runtime", "runc", YES, "OCI runtime of containers");
        add("default-shm-size", "", "default-shm-size", Kind.BYTES, 64L << 20, YES, "Size of /dev/shm in containers");
        many("default-ulimit", "default-ulimits", Kind.ULIMITS, YES, "Resource limit of containers (name=soft[:hard])");
        many("exec-opt", "exec-opts", Kind.LIST, YES, "Runtime option: native.cgroupdriver=cgroupfs or systemd");
        flag("init", "", "init", false, YES, "Run an init process in containers");
        text("init-path", "", YES, "The init program");
        text("log-driver", "json-file", YES, "Log driver of containers");
        many("log-opt", "log-opts", Kind.MAP, YES, "Log driver option of containers (key=value)");
        flag(
                "no-new-privileges",
                "",
                "no-new-privileges",
                false,
                YES,
                "Containers gain no privileges through programs");
        text("seccomp-profile", "builtin", YES, "Seccomp profile of containers: a path, builtin or unconfined");
    }

    private void images() {
        many(
                "insecure-registry",
                "insecure-registries",
                Kind.LIST,
                YES,
                "Registry that is trusted without a valid certificate");
        number("max-concurrent-downloads", 3, YES, "Layers of a pull that are fetched at a time");
        number("max-concurrent-uploads", 5, YES, "Layers of a push that are sent at a time");
        number("max-download-attempts", 5, YES, "Tries for each layer");
        many("registry-mirror", "registry-mirrors", Kind.LIST, YES, "Mirror of Docker Hub");
        text("http-proxy", "", YES, "Proxy for http");
        text("https-proxy", "", YES, "Proxy for https");
        text("no-proxy", "", YES, "Hosts that are reached without a proxy");
    }

    private void network() {
        text("bip", "", YES, "IPv4 address and mask of the default bridge");
        add("bridge", "b", "bridge", Kind.TEXT, "", YES, "Use this bridge; none = no default bridge");
        add("default-gateway", "", "default-gateway", Kind.ADDRESS, "", YES, "IPv4 gateway of containers");
        many(
                "default-address-pool",
                "default-address-pools",
                Kind.POOLS,
                YES,
                "Pool for new networks (base=CIDR,size=N)");
        many("dns", "dns", Kind.ADDRESSES, YES, "Name server of containers");
        many("dns-opt", "dns-opts", Kind.LIST, YES, "Resolver option of containers");
        many("dns-search", "dns-search", Kind.LIST, YES, "Search domain of containers");
        text("fixed-cidr", "", YES, "Part of the bridge's subnet for containers");
        many("host-gateway-ip", "host-gateway-ips", Kind.ADDRESSES, YES, "What host-gateway means in --add-host");
        flag("icc", "", "icc", true, YES, "Containers on the default bridge reach each other");
        add("ip", "", "ip", Kind.ADDRESS, "0.0.0.0", YES, "Address that ports are published on");
        flag("ip-forward", "", "ip-forward", true, YES, "Switch on IPv4 forwarding");
        flag("ip-masq", "", "ip-masq", true, YES, "Hide containers behind the host's address");
        flag("iptables", "", "iptables", true, YES, "Program the packet filter");
        flag("ip6tables", "", "ip6tables", true, YES, "Program the packet filter for IPv6");
        text("bip6", "", YES, "IPv6 address and mask of the default bridge");
        add("default-gateway-v6", "", "default-gateway-v6", Kind.ADDRESS, "", YES, "IPv6 gateway of containers");
        text("fixed-cidr-v6", "", YES, "IPv6 subnet for containers");
        flag("ip-forward-no-drop", "", "ip-forward-no-drop", false, YES, "Leave the filter's forward policy alone");
        flag("ipv6", "", "ipv6", false, YES, "IPv6 on the default bridge");
        number("mtu", 1500, YES, "MTU of the default bridge");
        flag(
                "userland-proxy",
                "",
                "userland-proxy",
                true,
                YES,
                "Carry published ports in the daemon where rules do not");
    }

    private void later() {
        many("add-runtime", "runtimes", Kind.RUNTIMES, YES, "Register an OCI runtime (name=path)");
        flag(
                "allow-direct-routing",
                "",
                "allow-direct-routing",
                false,
                YES,
                "Let other hosts reach published ports by the containers' addresses");
        many(
                "allow-nondistributable-artifacts",
                "allow-nondistributable-artifacts",
                Kind.LIST,
                YES,
                "Ignored, for old callers");
        text("api-cors-header", "", YES, "Removed, refused");
        add(
                "cdi-spec-dir",
                "",
                "cdi-spec-dirs",
                Kind.LIST,
                List.of("/etc/cdi", "/var/run/cdi"),
                YES,
                "Directory of files that describe devices (CDI); empty switches them off");
        add("containerd-plugins-namespace", "", "", Kind.TEXT, "plugins.moby", NO, "containerd namespace of plugins");
        number("cpu-rt-period", 0, YES, "Real-time period of containers' parent control groups, in microseconds");
        number("cpu-rt-runtime", 0, YES, "Real-time runtime of containers' parent control groups, in microseconds");
        flag("cri-containerd", "", "cri-containerd", false, YES, "Start containerd with its CRI plugin");
        many(
                "default-network-opt",
                "default-network-opts",
                Kind.MAP,
                NO,
                "Driver option of new networks (driver=key=value)");
        number("network-control-plane-mtu", 1500, NO, "MTU of the cluster's control network");
        number("network-diagnostic-port", 0, NO, "Port of the network diagnostic server");
        many(
                "node-generic-resource",
                "node-generic-resources",
                Kind.LIST,
                NO,
                "Resource that the cluster may count (name=value)");
        add("restart", "r", "", Kind.SWITCH, true, YES, "Start containers again at boot");
        flag("rootless", "", "rootless", false, NO, "Run without root");
        flag("selinux-enabled", "", "selinux-enabled", false, YES, "SELinux labels, where the machine has no SELinux");
        add(
                "storage-driver",
                "s",
                "storage-driver",
                Kind.TEXT,
                "",
                YES,
                "Storage driver: overlay2, which is containerd's overlayfs");
        many("storage-opt", "storage-opts", Kind.LIST, NO, "Storage driver option");
        text("swarm-default-advertise-addr", "", NO, "Address that the cluster advertises");
        text("userland-proxy-path", "", YES, "Checked, but not run: published ports are carried in the daemon");
        text("userns-remap", "", NO, "User namespace of containers");
    }

    private void text(String name, String fallback, boolean supported, String usage) {
        add(name, "", name, Kind.TEXT, fallback, supported, usage);
    }

    private void number(String name, long fallback, boolean supported, String usage) {
        add(name, "", name, Kind.NUMBER, fallback, supported, usage);
    }

    private void flag(String name, String shorthand, String key, boolean fallback, boolean supported, String usage) {
        add(name, shorthand, key, Kind.SWITCH, fallback, supported, usage);
    }

    private void many(String name, String key, Kind kind, boolean supported, String usage) {
        add(name, "", key, kind, List.of(), supported, usage);
    }

    private void add(
            String flag, String shorthand, String key, Kind kind, Object fallback, boolean supported, String usage) {
        all.add(new Option(flag, shorthand, key, kind, fallback, supported, usage));
    }
}
