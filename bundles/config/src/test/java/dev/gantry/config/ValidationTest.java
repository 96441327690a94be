package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What makes no sense is refused, a test for each kind of value.
class ValidationTest {
    @TempDir
    Path directory;

    private Operator operator;

    @BeforeEach
    void arrive() {
        operator = new Operator(directory);
    }

    private void refuses(String words, String file, String... flags) {
        assertEquals(words, operator.isRefused(file, flags));
    }

    @Test
    void logLevel() {
        refuses("M: invalid logging level: warning", "{}", "--log-level=warning");
        refuses("M: invalid logging level: loud", "{\"log-level\": \"loud\"}");
        for (String level : List.of("panic", "fatal", "error", "warn", "info", "debug", "trace", "WARN")) {
            assertEquals(level, operator.passes("-l", level).text("log-level"));
        }
        assertEquals("info", operator.writes("{\"log-level\": \"\"}").text("log-level"));
    }

    @Test
    void logFormat() {
        refuses("M: invalid log format: xml", "{\"log-format\": \"xml\"}");
        assertEquals("json", operator.passes("--log-format=json").text("log-format"));
    }

    @Test
    void dns() {
        refuses("F: dns: failed to parse IP: \"x\"", "{\"dns\": [\"x\"]}");
        refuses("U: invalid argument \"x\" for \"--dns\" flag: failed to parse IP: \"x\"", "{}", "--dns=x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "-a", "a-", "12", "a b", ""})
    void dnsSearchRefuses(String domain) {
        refuses("M: " + domain + " is not a valid domain", "{\"dns-search\": [\"" + domain + "\"]}");
        refuses(
                "U: invalid argument \"" + domain + "\" for \"--dns-search\" flag: " + domain
                        + " is not a valid domain",
                "{}",
                "--dns-search=" + domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a", "example.com", "example.com.", "1a.b-c", " example.com "})
    void dnsSearchTakes(String domain) {
        assertEquals(
                1, operator.passes("--dns-search=" + domain).list("dns-search").size());
    }

    @Test
    void dnsSearchHasLessThan255Letters() {
        String longest = "a.".repeat(127);
        assertEquals(254, longest.length());
        assertDoesNotThrow(() -> operator.passes("--dns-search=" + longest));
        refuses("M: " + longest + "a is not a valid domain", "{\"dns-search\": [\"" + longest + "a\"]}");
    }

    @Test
    void labels() {
        refuses("U: invalid argument \"x\" for \"--label\" flag: bad attribute format: x", "{}", "--label=x");
        refuses("M: bad attribute format: x", "{\"labels\": [\"x\"]}");
        refuses("M: conflict labels for a=2 and a=1", "{\"labels\": [\"a=1\", \"a=2\"]}");
        assertEquals(
                List.of("a=1", "b="),
                operator.writes("{\"labels\": [\"a=1\", \"b=\", \"a=1\"]}").list("labels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.docker.x=1", "COM.docker.x=1", "io.docker.x=1", "org.dockerproject.x=1"})
    void labelsOfReservedNamespaces(String label) {
        refuses(
                "M: label " + label
                        + " is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are reserved for internal use",
                "{\"labels\": [\"" + label + "\"]}");
    }

    @Test
    void limits() {
        refuses("M: invalid max concurrent downloads: -1", "{}", "--max-concurrent-downloads=-1");
        refuses("M: invalid max concurrent uploads: -1", "{\"max-concurrent-uploads\": -1}");
        refuses("M: invalid max download attempts: -1", "{\"max-download-attempts\": -1}");
        refuses("M: invalid default MTU: -1", "{\"mtu\": -1}");
        refuses("M: invalid default MTU: 65536: must be at most 65535", "{}", "--mtu=65536");
        assertEquals(0, operator.passes("--max-concurrent-downloads=0").number("max-concurrent-downloads"));
    }

    @Test
    void networkDiagnosticPort() {
        String words = "value must be between 0 and 65535";
        refuses("M: invalid network-diagnostic-port (-1): " + words, "{}", "--network-diagnostic-port=-1");
        refuses("M: invalid network-diagnostic-port (65536): " + words, "{\"network-diagnostic-port\": 65536}");
        assertEquals(65535, operator.passes("--network-diagnostic-port=65535").number("network-diagnostic-port"));
    }

    @Test
    void mirrors() {
        String words = "invalid mirror: query or fragment at end of the URI \"https://m?x=1\"";
        refuses("M: " + words, "{\"registry-mirrors\": [\"https://m?x=1\"]}");
        refuses(
                "U: invalid argument \"https://m?x=1\" for \"--registry-mirror\" flag: " + words,
                "{}",
                "--registry-mirror=https://m?x=1");
    }

    @Test
    void insecureRegistries() {
        String words = "invalid index name (-r). Cannot begin or end with a hyphen";
        refuses("M: " + words, "{\"insecure-registries\": [\"-r\"]}");
        refuses(
                "U: invalid argument \"-r\" for \"--insecure-registry\" flag: " + words,
                "{}",
                "--insecure-registry=-r");
    }

    @Test
    void execOptions() {
        refuses("M: invalid option: 'native.umask'", "{\"exec-opts\": [\"native.umask=normal\"]}");
        refuses("M: invalid cgroup driver: none", "{}", "--exec-opt=native.cgroupdriver=none");
        refuses("U: invalid argument \"x\" for \"--exec-opt\" flag: unknown option: 'x'", "{}", "--exec-opt=x");
        for (String driver : List.of("cgroupfs", "systemd", " systemd ")) {
            assertDoesNotThrow(() -> operator.passes("--exec-opt=native.cgroupdriver=" + driver));
        }
    }

    @Test
    void hostGateways() {
        String words = "M: only one IPv4 and one IPv6 host gateway IP address can be specified";
        refuses(words, "{\"host-gateway-ips\": [\"1.1.1.1\", \"1.1.1.2\"]}");
        refuses(words, "{}", "--host-gateway-ip=fd00::1", "--host-gateway-ip=fd00::2");
        assertEquals(
                List.of("1.1.1.1", "fd00:0:0:0:0:0:0:1"),
                operator.passes("--host-gateway-ip=1.1.1.1", "--host-gateway-ip=fd00::1")
                        .list("host-gateway-ips"));
    }

    @Test
    void ipcMode() {
        refuses("M: Default IPC mode setting (host) is invalid", "{\"default-ipc-mode\": \"host\"}");
        assertEquals(
                "shareable", operator.passes("--default-ipc-mode=shareable").text("default-ipc-mode"));
    }

    @Test
    void cgroupNamespaceMode() {
        refuses(
                "M: default cgroup namespace mode (shared) is invalid; use 'host' or 'private'",
                "{}",
                "--default-cgroupns-mode=shared");
        assertEquals("host", operator.passes("--default-cgroupns-mode=host").text("default-cgroupns-mode"));
    }

    @Test
    void slices() {
        String words = "M: cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"";
        for (String parent : List.of("/docker", "x", ".slice", "slice")) {
            refuses(words, "{\"exec-opts\": [\"native.cgroupdriver=systemd\"]}", "--cgroup-parent=" + parent);
        }
        assertDoesNotThrow(() -> operator.passes("--exec-opt=native.cgroupdriver=systemd", "--cgroup-parent=x.slice"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"runc\": {\"path\": \"/y\"} | runtime name 'runc' is reserved",
                "\"RunC\": {\"path\": \"/y\"} | runtime name 'runc' is reserved",
                "\"x\": {} | runtime x: either a runtimeType or a path must be configured",
                "\"x\": {\"path\": \"/y\", \"runtimeType\": \"z\"} | runtime x: cannot configure both path and runtimeType for the same runtime",
                "\"x\": {\"runtimeType\": \"z\", \"runtimeArgs\": [\"a\"]} | runtime x: runtimeArgs and runtimeType are mutually exclusive",
                "\"x\": {\"runtimeType\": \"z\", \"options\": {\"BinaryName\": \"/y\"}} | runtime x: unknown option 'BinaryName'",
                "\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"TypeUrl\": \"/y\"}} | runtime x: unknown option 'TypeUrl'",
                "\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"SystemdCgroup\": \"true\"}} | runtime x: option 'SystemdCgroup' must be a boolean",
                "\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"IoUid\": -1}} | runtime x: option 'IoUid' must be a number from 0 to 4294967295",
                "\"x\": {\"runtimeType\": \"z\", \"options\": []} | runtime x: options must be an object",
                "\"x\": {\"path\": \"/y\", \"options\": {\"Root\": \"/r\"}} | runtime x: options cannot be used with a path runtime",
            })
    void runtimes(String runtime, String words) {
        refuses("F: " + words, "{\"runtimes\": {" + runtime + "}}");
    }

    @Test
    void runtimesOfOneName() {
        refuses(
                "M: runtime 'x' was already registered",
                "{\"runtimes\": {\"x\": {\"path\": \"/y\"}}}",
                "--add-runtime=X=/z");
        refuses(
                "U: invalid argument \"x\" for \"--add-runtime\" flag: invalid runtime: x: must be name=path",
                "{}",
                "--add-runtime=x");
    }

    @Test
    void defaultRuntime() {
        refuses("M: specified default runtime 'kata' does not exist", "{}", "--default-runtime=kata");
        refuses(
                "M: specified default runtime 'io.containerd/x.v1' does not exist",
                "{}",
                "--default-runtime=io.containerd/x.v1");
        assertDoesNotThrow(() -> operator.passes("--default-runtime=io.containerd.kata.v2"));
    }

    @Test
    void corsHeader() {
        refuses(
                "M: DEPRECATED: The \"api-cors-header\" config parameter and the dockerd \"--api-cors-header\" option have been removed; use a reverse proxy if you need CORS headers",
                "{\"api-cors-header\": \"*\"}");
        refuses(
                "M: invalid origin in api-cors-origins: ui.example: must be scheme://host[:port] or *",
                "{\"api-cors-origins\": [\"ui.example\"]}");
    }

    @Test
    void userlandProxyPath() {
        refuses(
                "M: invalid userland-proxy-path: must be an absolute path: docker-proxy",
                "{}",
                "--userland-proxy-path=docker-proxy");
        refuses(
                "M: invalid userland-proxy-path: exec: \"/none/x\": stat /none/x: no such file or directory",
                "{}",
                "--userland-proxy-path=/none/x");
        refuses(
                "M: invalid userland-proxy-path: exec: \"/tmp\": is a directory",
                "{\"userland-proxy-path\": \"/tmp\"}");
        assertEquals(
                "/none/x",
                operator.writes("{\"userland-proxy-path\": \"/none/x\"}", "--userland-proxy=false")
                        .text("userland-proxy-path"));
    }

    @Test
    void hosts() {
        refuses("M: invalid bind address (foo://x): unsupported proto 'foo'", "{}", "-Hfoo://x");
        refuses("M: invalid bind address (tcp://h:0): invalid port: 0", "{\"hosts\": [\"tcp://h:0\"]}");
    }

    @Test
    void bridgeOrAddress() {
        refuses(
                "M: You specified -b & --bip, mutually exclusive options. Please specify only one",
                "{\"bridge\": \"br0\", \"bip\": \"10.0.0.1/24\"}");
        refuses(
                "M: You specified -b & --bip6, mutually exclusive options. Please specify only one",
                "{\"bridge\": \"b0\"}",
                "--bip6=fd00::1/64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1/33", "x/24", "fd00::1/64", "10.0.0.1/"})
    void bip(String address) {
        refuses("M: invalid bip: invalid CIDR address: " + address, "{\"bip\": \"" + address + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "fd00::1", "x", "::ffff:10.0.0.0/104", "ff02::/64"})
    void bip6AndFixedCidrV6(String address) {
        refuses("M: invalid CIDR address: " + address, "{\"fixed-cidr-v6\": \"" + address + "\"}");
        refuses("M: invalid CIDR address: " + address, "{}", "--bip6=" + address);
    }

    @Test
    void gatewayAndRangeInsideOfTheBridgesSubnet() {
        refuses(
                "M: default gateway 10.0.1.1 is not in the bridge's subnet 10.0.0.1/24",
                "{\"bip\": \"10.0.0.1/24\"}",
                "--default-gateway=10.0.1.1");
        refuses(
                "M: fixed-cidr 10.0.1.0/25 is not in the bridge's subnet 10.0.0.1/24",
                "{\"bip\": \"10.0.0.1/24\"}",
                "--fixed-cidr=10.0.1.0/25");
        refuses(
                "M: default gateway fd01:0:0:0:0:0:0:1 is not in the bridge's subnet fd00::1/64",
                "{\"bip6\": \"fd00::1/64\", \"default-gateway-v6\": \"fd01::1\"}");
    }

    @Test
    void addressPools() {
        refuses(
                "U: invalid argument \"base=10.0.0.0/8,size=4\" for \"--default-address-pool\" flag: invalid base prefix or size: 10.0.0.0/8, 4",
                "{}",
                "--default-address-pool=base=10.0.0.0/8,size=4");
        refuses(
                "U: invalid argument \"base=10.0.0.0/8\" for \"--default-address-pool\" flag: an address pool needs a base and a size: base=10.0.0.0/8",
                "{}",
                "--default-address-pool=base=10.0.0.0/8");
        refuses(
                "U: invalid argument \"base=x/8,size=9\" for \"--default-address-pool\" flag: invalid base prefix: x/8",
                "{}",
                "--default-address-pool=base=x/8,size=9");
        refuses(
                "F: default-address-pools: an address pool needs a base and a size",
                "{\"default-address-pools\": [{\"base\": \"10.0.0.0/8\"}]}");
        refuses(
                "F: invalid base prefix: 10.0.0.0",
                "{\"default-address-pools\": [{\"base\": \"10.0.0.0\", \"size\": 24}]}");
    }

    @Test
    void containersThatDoNotReachEachOtherNeedRules() {
        refuses(
                "M: You specified --iptables=false with --icc=false. ICC=false uses iptables to function. Please set --icc or --iptables to true",
                "{\"icc\": false, \"iptables\": false}");
        refuses(
                "M: You specified --ip6tables=false with --icc=false and --ipv6. ICC=false uses ip6tables to function. Please set --icc or --ip6tables to true",
                "{\"icc\": false, \"ip6tables\": false, \"ipv6\": true}");
        assertFalse(operator.passes("--iptables=false").flag("ip-masq"), "needs rules, too");
    }

    @Test
    void ulimits() {
        refuses(
                "F: invalid ulimit type: x",
                "{\"default-ulimits\": {\"x\": {\"Name\": \"x\", \"Soft\": 1, \"Hard\": 1}}}");
        refuses(
                "U: invalid argument \"nofile=2:1\" for \"--default-ulimit\" flag: ulimit soft limit must be less than or equal to hard limit: 2 > 1",
                "{}",
                "--default-ulimit=nofile=2:1");
    }

    @Test
    void sharedMemory() {
        refuses("F: default-shm-size: invalid suffix: 'x'", "{\"default-shm-size\": \"64x\"}");
        refuses("F: default-shm-size: invalid size: '-1'", "{\"default-shm-size\": -1}");
        refuses("F: default-shm-size: invalid size: 'm'", "{\"default-shm-size\": \"m\"}");
        assertEquals(1536, operator.passes("--default-shm-size=1.5 KiB").number("default-shm-size"));
        assertEquals(4096, operator.writes("{\"default-shm-size\": 4096}").number("default-shm-size"));
        assertEquals(
                128 << 20, operator.writes("{\"default-shm-size\": \"128M\"}").number("default-shm-size"));
    }

    @Test
    void seccompProfile() {
        refuses(
                "opening seccomp profile (/none.json) failed: open /none.json: no such file or directory",
                "{\"seccomp-profile\": \"/none.json\"}");
    }

    @Test
    void containerdNamespace() {
        refuses(
                "M: containers namespace \"plugins.moby\" and plugins namespace \"plugins.moby\" cannot be the same",
                "{}",
                "--containerd-namespace=plugins.moby");
    }

    @Test
    void storage() {
        refuses("M: storage driver 'btrfs' is not supported yet", "{}", "--storage-driver=btrfs");
        refuses(
                "M: feature containerd-snapshotter cannot be switched off: images are kept by containerd",
                "{}",
                "--feature=containerd-snapshotter=false");
        for (String driver : List.of("overlay2", "overlayfs", "native")) {
            assertEquals(driver, operator.passes("-s", driver).text("storage-driver"));
        }
    }

    @Test
    void storageOptions() {
        refuses("M: overlay2: unknown option dm.basesize", "{\"storage-opts\": [\"dm.basesize=10G\"]}");
        refuses("M: unable to parse storage-opt: x: must be key=value", "{}", "--storage-opt=x");
        refuses(
                "M: storage option 'overlay2.size' is not supported yet: containerd keeps the containers, and sets their files no limit",
                "{}",
                "--storage-opt=overlay2.size=1G");
        assertEquals(
                List.of("DEPRECATED: the overlay2.override_kernel_check option is ignored"),
                operator.isWarned("{\"storage-opts\": [\"overlay2.override_kernel_check=true\"]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "default-network-opt          | default-network-opts | bridge=a=b | {\"bridge\": {\"a\": \"b\"}} | it is for networks that users create, which are not there yet; the default bridge has options of its own",
                "network-control-plane-mtu    | network-control-plane-mtu | 1400 | 1400 | it comes with the cluster",
                "node-generic-resource        | node-generic-resources | a=1 | [\"a=1\"] | it comes with the cluster",
                "swarm-default-advertise-addr | swarm-default-advertise-addr | eth0 | \"eth0\" | it comes with the cluster",
                "rootless                     | rootless | true | true | it comes with user namespaces",
                "userns-remap                 | userns-remap | default | \"default\" | it comes with user namespaces",
                "containerd-plugins-namespace | | p | | it comes with managed plugins",
            })
    void whatComesLaterIsRefusedByNameWithTheReason(String flag, String key, String value, String json, String why) {
        refuses("M: '--" + flag + "' is not supported yet: " + why, "{}", "--" + flag + "=" + value);
        if (key != null) {
            String refusal = operator.isRefused("{\"" + key + "\": " + json + "}");
            assertEquals("'" + key + "' is not supported yet: " + why, refusal.substring(3));
        }
    }

    @Test
    void buildsComeLaterToo() {
        refuses("F: 'builder' is not supported yet: it comes with image builds", "{\"builder\": {\"gc\": {}}}");
    }

    @Test
    void whatComesLaterMayBeWrittenAtItsDefault() {
        assertEquals(
                "",
                operator.writes("{\"userns-remap\": \"\", \"rootless\": false}", "--network-control-plane-mtu=1500")
                        .text("userns-remap"));
    }
}
