package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses values that make no sense.
final class Checks {
    private static final Pattern DOMAIN =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\\.?");
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[A-Za-z0-9._\\[\\]:-]+");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Set<String> LEVELS = Set.of("panic", "fatal", "error", "warn", "info", "debug", "trace");
    private static final List<String> RESERVED = List.of("com.docker.", "io.docker.", "org.dockerproject.");

    private static final int HIGHEST_PORT = 65535;

    /// The kernel's limit for bridges.
    private static final int LARGEST_MTU = 65535;

    private static final String SLICE = ".slice";
    private static final Pattern CONTAINERD_RUNTIME = Pattern.compile("io\\.containerd(\\.[A-Za-z0-9-]+)+\\.v[0-9]+");
    private static final String PLUGINS_NAMESPACE = "plugins.moby";
    private static final Set<String> STORAGE_DRIVERS = Set.of("", "overlay2", "overlayfs", "native");

    private Checks() {}

    /// @throws IllegalArgumentException in Docker's words
    static void check(DaemonConfig config) {
        oneOf(
                "invalid logging level: ",
                config.text("log-level").toLowerCase(Locale.ROOT),
                config.text("log-level"),
                LEVELS);
        oneOf("invalid log format: ", config.text("log-format"), config.text("log-format"), Set.of("text", "json"));
        if (!config.text("api-cors-header").isEmpty()) {
            throw bad(
                    "DEPRECATED: The \"api-cors-header\" config parameter and the dockerd \"--api-cors-header\" option have been removed; "
                            + "use a reverse proxy if you need CORS headers");
        }
        config.list("api-cors-origins").forEach(Checks::origin);
        atLeastZero(config, "max-concurrent-downloads", "max concurrent downloads");
        atLeastZero(config, "max-concurrent-uploads", "max concurrent uploads");
        atLeastZero(config, "max-download-attempts", "max download attempts");
        atLeastZero(config, "mtu", "default MTU");
        if (config.number("mtu") > LARGEST_MTU) {
            throw bad("invalid default MTU: " + config.number("mtu") + ": must be at most " + LARGEST_MTU);
        }
        long port = config.number("network-diagnostic-port");
        if (port < 0 || port > HIGHEST_PORT) {
            throw bad("invalid network-diagnostic-port (" + port + "): value must be between 0 and 65535");
        }
        config.list("dns-search").forEach(Checks::domain);
        gateways(config.list("host-gateway-ips"));
        execOptions(config.list("exec-opts"));
        RegistryChecks.check(config);
        oneOf(
                "Default IPC mode setting (",
                config.text("default-ipc-mode"),
                config.text("default-ipc-mode") + ") is invalid",
                Set.of("", "private", "shareable"));
        oneOf(
                "default cgroup namespace mode (",
                config.text("default-cgroupns-mode"),
                config.text("default-cgroupns-mode") + ") is invalid; use 'host' or 'private'",
                Set.of("", "private", "host"));
        network(config);
        controlGroups(config);
        images(config);
    }

    private static void controlGroups(DaemonConfig config) {
        String parent = config.text("cgroup-parent");
        boolean systemd = config.list("exec-opts").stream()
                .anyMatch(option -> option.replace(" ", "").endsWith("=systemd"));
        if (systemd && !parent.isEmpty() && !(parent.length() > SLICE.length() && parent.endsWith(SLICE))) {
            throw bad("cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"");
        }
        String runtime = config.text("default-runtime");
        boolean configured = config.list("runtimes").stream()
                .anyMatch(entry -> Runtimes.name(entry).equals(runtime));
        if (!configured
                && !runtime.equals("runc")
                && !CONTAINERD_RUNTIME.matcher(runtime).matches()) {
            throw bad("specified default runtime '" + runtime + "' does not exist");
        }
    }

    private static void images(DaemonConfig config) {
        if (config.text("containerd-namespace").equals(PLUGINS_NAMESPACE)) {
            throw bad("containers namespace \"" + PLUGINS_NAMESPACE + "\" and plugins namespace \"" + PLUGINS_NAMESPACE
                    + "\" cannot be the same");
        }
        StorageOptions.check(config);
        String driver = config.text("storage-driver");
        if (!STORAGE_DRIVERS.contains(driver)) {
            throw bad("storage driver '" + driver + "' is not supported yet");
        }
        if (config.list("features").contains("containerd-snapshotter=false")) {
            throw bad("feature containerd-snapshotter cannot be switched off: images are kept by containerd");
        }
    }

    private static void network(DaemonConfig config) {
        for (String key : List.of("bip", "fixed-cidr")) {
            prefix(key, config.text(key));
        }
        BridgeAddresses.check(config);
        String bridge = config.text("bridge");
        if (!bridge.isEmpty() && !config.text("bip").isEmpty()) {
            throw bad("You specified -b & --bip, mutually exclusive options. Please specify only one");
        }
        if (!bridge.isEmpty() && !config.text("bip6").isEmpty()) {
            throw bad("You specified -b & --bip6, mutually exclusive options. Please specify only one");
        }
        if (config.flag("iptables") && config.flag("ipv6") && !config.flag("ip6tables") && !config.flag("icc")) {
            throw bad(
                    "You specified --ip6tables=false with --icc=false and --ipv6. ICC=false uses ip6tables to function."
                            + " Please set --icc or --ip6tables to true");
        }
        if (!config.flag("iptables") && !config.flag("icc")) {
            throw bad(
                    "You specified --iptables=false with --icc=false. ICC=false uses iptables to function. Please set --icc or --iptables to true");
        }
    }

    private static void prefix(String key, String text) {
        int slash = text.indexOf('/');
        try {
            if (!text.isEmpty()) {
                int length = Integer.parseInt(text.substring(slash + 1));
                boolean v4 = slash > 0 && InetAddress.ofLiteral(text.substring(0, slash)) instanceof Inet4Address;
                if (!v4 || length < 0 || length > Integer.SIZE) {
                    throw bad("invalid " + key + ": invalid CIDR address: " + text);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid " + key + ": invalid CIDR address: " + text, e);
        }
    }

    private static void oneOf(String words, String value, String shown, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw bad(words + shown);
        }
    }

    private static void atLeastZero(DaemonConfig config, String key, String words) {
        if (config.number(key) < 0) {
            throw bad("invalid " + words + ": " + config.number(key));
        }
    }

    static void domain(String text) {
        String domain = text.strip();
        boolean fine = domain.equals(".")
                || domain.length() < 255
                        && LETTER.matcher(domain).find()
                        && DOMAIN.matcher(domain).matches();
        if (!fine) {
            throw bad(text + " is not a valid domain");
        }
    }

    private static void origin(String origin) {
        if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
            throw bad("invalid origin in api-cors-origins: " + origin + ": must be scheme://host[:port] or *");
        }
    }

    private static void gateways(List<String> addresses) {
        long v6 = addresses.stream().filter(a -> a.indexOf(':') >= 0).count();
        if (v6 > 1 || addresses.size() - v6 > 1) {
            throw bad("only one IPv4 and one IPv6 host gateway IP address can be specified");
        }
    }

    private static void execOptions(List<String> options) {
        for (String option : options) {
            int equals = option.indexOf('=');
            String name =
                    equals < 0 ? option : option.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (equals < 0) {
                throw bad("unknown option: '" + option + "'");
            }
            if (!name.equals("native.cgroupdriver")) {
                throw bad("invalid option: '" + name + "'");
            }
            String driver = option.substring(equals + 1).strip();
            oneOf("invalid cgroup driver: ", driver, driver, Set.of("cgroupfs", "systemd"));
        }
    }

    /// Each `key=value`, without duplicates, none of them reserved, no key with two values.
    static List<String> labels(List<String> labels) {
        Map<String, String> seen = new HashMap<>();
        Set<String> unique = new LinkedHashSet<>();
        for (String label : labels) {
            label(label);
            String key = label.substring(0, label.indexOf('='));
            String lower = key.toLowerCase(Locale.ROOT);
            if (RESERVED.stream().anyMatch(lower::startsWith)) {
                throw bad(
                        "label " + label
                                + " is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are reserved for internal use");
            }
            String value = label.substring(key.length() + 1);
            String earlier = seen.putIfAbsent(key, value);
            if (earlier != null && !earlier.equals(value)) {
                throw bad("conflict labels for " + key + "=" + value + " and " + key + "=" + earlier);
            }
            unique.add(label);
        }
        return new ArrayList<>(unique);
    }

    static void label(String label) {
        if (label.indexOf('=') < 0) {
            throw bad("bad attribute format: " + label);
        }
    }

    private static IllegalArgumentException bad(String message) {
        return new IllegalArgumentException(message);
    }
}
