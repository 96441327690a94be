package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which component gets which settings.
final class Dictionaries {
    private static final String ROOTS = " data-root exec-root";

    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put(
                "dev.gantry.daemon",
                "debug experimental features hosts labels live-restore log-format log-level pidfile raw-logs shutdown-timeout");
        KEYS.put("dev.gantry.tls", "tls tlscacert tlscert tlskey tlsverify");
        KEYS.put(
                "dev.gantry.http",
                "api-min-version authorization-plugins experimental features group hosts tls tls-decided tlsverify");
        KEYS.put("dev.gantry.authorization", "authorization-plugins");
        KEYS.put("dev.gantry.cors", "api-cors-origins");
        KEYS.put("dev.gantry.metrics", "metrics-addr");
        KEYS.put(
                "dev.gantry.registry",
                "http-proxy https-proxy insecure-registries max-concurrent-downloads max-concurrent-uploads max-download-attempts"
                        + " no-proxy registry-mirrors");
        KEYS.put(
                "dev.gantry.libcontainerd",
                "containerd containerd-namespace cri-containerd debug log-level log-format storage-driver");
        KEYS.put("dev.gantry.engine", "live-restore restart storage-driver");
        KEYS.put(
                "dev.gantry.spec",
                "cdi-spec-dirs cgroup-parent cpu-rt-period cpu-rt-runtime default-cgroupns-mode default-ipc-mode default-runtime default-shm-size default-ulimits exec-opts init"
                        + " init-path no-new-privileges runtimes seccomp-profile selinux-enabled");
        KEYS.put(
                "dev.gantry.images",
                "containerd-namespace max-concurrent-downloads max-concurrent-uploads max-download-attempts");
        KEYS.put(
                "dev.gantry.network",
                "allow-direct-routing bip bip6 bridge default-address-pools default-gateway default-gateway-v6 dns dns-opts dns-search fixed-cidr"
                        + " fixed-cidr-v6 host-gateway-ips icc ip ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6"
                        + " mtu userland-proxy");
        KEYS.put("dev.gantry.network.diagnostics", "network-diagnostic-port");
        KEYS.put("dev.gantry.volumes", "");
        KEYS.put("dev.gantry.logging", "log-driver log-opts");
        KEYS.put(
                "dev.gantry.system",
                "api-min-version authorization-plugins cdi-spec-dirs debug default-address-pools default-runtime exec-opts experimental features hosts"
                        + " http-proxy https-proxy init-path insecure-registries labels live-restore log-driver no-proxy"
                        + " registry-mirrors runtimes seccomp-profile storage-driver tls tlsverify");
        KEYS.put("dev.gantry.exec", "");
        KEYS.put("dev.gantry.events", "");
        KEYS.put("dev.gantry.console", "");
    }

    private Dictionaries() {}

    static List<String> pids() {
        return List.copyOf(KEYS.keySet());
    }

    static Dictionary<String, Object> of(String pid, DaemonConfig config) {
        Dictionary<String, Object> dictionary = new Hashtable<>();
        for (String key : (KEYS.get(pid) + ROOTS).strip().split(" ")) {
            Object value = shape(config.values().get(key));
            dictionary.put(key, key.equals("storage-driver") ? snapshotter(value) : value);
        }
        return dictionary;
    }

    /// containerd's name for a storage driver: all who ask for it mean the same.
    private static Object snapshotter(Object driver) {
        return driver.equals("") || driver.equals("overlay2") ? "overlayfs" : driver;
    }

    /// As Configuration Admin takes it.
    static Object shape(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.toArray(String[]::new)
                : Objects.requireNonNull(value, "every key has a value");
    }
}
