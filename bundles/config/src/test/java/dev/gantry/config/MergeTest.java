package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {
    @TempDir
    Path directory;

    private DaemonConfig merge(byte[] file, String... flags) {
        try {
            Path path = Files.write(directory.resolve("daemon.json"), file);
            List<String> args = new ArrayList<>(List.of(flags));
            args.add("--config-file=" + path);
            return new Merge(new Options(), Arguments.parse(new Options(), args), Map.of())
                    .merge()
                    .config();
        } catch (IOException | UsageException e) {
            throw new AssertionError(e);
        }
    }

    private DaemonConfig merge(String file, String... flags) {
        return merge(file.getBytes(StandardCharsets.UTF_8), flags);
    }

    private String refused(String file, String... flags) {
        String message = assertThrows(IllegalArgumentException.class, () -> merge(file, flags))
                .getMessage();
        return message.replace(
                        "unable to configure the Docker daemon with file " + directory.resolve("daemon.json") + ": ",
                        "F: ")
                .replace("merged configuration validation from file and command line flags failed: ", "M: ");
    }

    /// containerd, which gets paths below them, runs in another directory.
    @Test
    void rootsAreAbsolute() {
        DaemonConfig config = merge("{\"data-root\": \"a/data\"}", "--exec-root", "exec");
        Path here = Path.of("").toAbsolutePath();
        assertEquals(here.resolve("a/data").toString(), config.text("data-root"));
        assertEquals(here.resolve("exec").toString(), config.text("exec-root"));
    }

    @Test
    void everythingHasItsDefault() {
        DaemonConfig config = merge("");
        assertEquals(List.of("unix:///var/run/docker.sock"), config.list("hosts"));
        assertEquals("/var/lib/docker", config.text("data-root"));
        assertEquals("json-file", config.text("log-driver"));
        assertEquals(1500, config.number("mtu"));
        assertEquals(64 << 20, config.number("default-shm-size"));
        assertTrue(config.flag("iptables"));
        assertFalse(config.flag("tls"));
    }

    @Test
    void fileAndFlagsAddUp() {
        DaemonConfig config = merge("""
                {"icc": false, "mtu": 1400, "dns": ["1.1.1.1"], "log-opts": {"max-size": "1m"}, "labels": ["a=b", "a=b"],
                 "proxies": {"http-proxy": "http://p:1"}, "default-ulimits": {"nofile": {"Name": "nofile", "Hard": 20, "Soft": 10}},
                 "default-address-pools": [{"base": "10.0.0.0/8", "size": 24}], "features": {"buildkit": false}}""", "--ip-masq=false", "-H", "tcp://127.0.0.1:2375", "-H", "unix:///tmp/x.sock");
        assertFalse(config.flag("icc"));
        assertFalse(config.flag("ip-masq"));
        assertEquals(1400, config.number("mtu"));
        assertEquals(List.of("max-size=1m"), config.list("log-opts"));
        assertEquals(List.of("a=b"), config.list("labels"));
        assertEquals("http://p:1", config.text("http-proxy"));
        assertEquals(List.of("nofile=10:20"), config.list("default-ulimits"));
        assertEquals(List.of("base=10.0.0.0/8,size=24"), config.list("default-address-pools"));
        assertEquals(List.of("buildkit=false"), config.list("features"));
        assertEquals(List.of("tcp://127.0.0.1:2375", "unix:///tmp/x.sock"), config.list("hosts"));
    }

    @Test
    void zeroInTheFileMeansDefault() {
        DaemonConfig config =
                merge("{\"mtu\": 0, \"log-driver\": \"\", \"hosts\": [], \"max-concurrent-downloads\": 0}");
        assertEquals(1500, config.number("mtu"));
        assertEquals("json-file", config.text("log-driver"));
        assertEquals(3, config.number("max-concurrent-downloads"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"foo\": 1, \"bar\": 2} | | F: the following directives don't match any configuration option: foo, bar",
                "{\"MTU\": 1} | | F: the following directives don't match any configuration option: MTU",
                "{\"mtu\": 1} | --mtu=1 | F: the following directives are specified both as a flag and in the configuration file: mtu: (from flag: 1, from file: 1)",
                "{\"hosts\": [\"fd://\"]} | -Hunix:///a | F: the following directives are specified both as a flag and in the configuration file: hosts: (from flag: [unix:///a], from file: [fd://])",
                "{\"proxies\": {\"http-proxy\": \"http://u:p@h\"}} | --http-proxy=http://x | F: the following directives are specified both as a flag and in the configuration file: http-proxy: (from flag: xxxxx, from file: xxxxx)",
                "{\"mtu\": \"a\"} | | F: json: cannot unmarshal string into Go struct field Config.mtu of type int",
                "{\"debug\": 1} | | F: json: cannot unmarshal number into Go struct field Config.debug of type bool",
                "{\"log-opts\": {\"a\": 1}} | | F: json: cannot unmarshal number into Go struct field Config.log-opts.a of type string",
                "{\"mtu\": | | F: unexpected end of JSON input",
                "[] | | F: json: cannot unmarshal array into Go value of type map[string]interface {}",
                "{} | --log-level=warning | M: invalid logging level: warning",
                "{} | --max-concurrent-downloads=-1 | M: invalid max concurrent downloads: -1",
                "{\"mtu\": -1} | | M: invalid default MTU: -1",
                "{} | --label=x | M: bad attribute format: x",
                "{\"labels\": [\"a=1\", \"a=2\"]} | | M: conflict labels for a=2 and a=1",
                "{} | --dns-search=a..b | M: a..b is not a valid domain",
                "{\"api-cors-header\": \"*\"} | | M: DEPRECATED: The \"api-cors-header\" config parameter and the dockerd \"--api-cors-header\" option have been removed; use a reverse proxy if you need CORS headers",
                "{\"api-cors-origins\": [\"ui.example\"]} | | M: invalid origin in api-cors-origins: ui.example: must be scheme://host[:port] or *",
                "{} | -Hfoo://x | M: invalid bind address (foo://x): unsupported proto 'foo'",
                "{} | -Htcp://h:0 | M: invalid bind address (tcp://h:0): invalid port: 0",
                "{} | --userns-remap=default | M: '--userns-remap' is not supported yet",
                "{\"rootless\": true} | | M: 'rootless' is not supported yet",
                "{\"bridge\": \"b0\"} | --bip6=fd00::1/64 | M: You specified -b & --bip6, mutually exclusive options. Please specify only one",
                "{} | --fixed-cidr-v6=10.0.0.0/8 | M: invalid CIDR address: 10.0.0.0/8",
                "{\"bip\": \"10.0.0.1/24\"} | --default-gateway=10.0.1.1 | M: default gateway 10.0.1.1 is not in the bridge's subnet 10.0.0.1/24",
                "{\"bip\": \"10.0.0.1/24\"} | --fixed-cidr=10.0.1.0/25 | M: fixed-cidr 10.0.1.0/25 is not in the bridge's subnet 10.0.0.1/24",
                "{\"runtimes\": {\"runc\": {\"path\": \"/y\"}}} | | F: runtime name 'runc' is reserved",
                "{\"runtimes\": {\"x\": {}}} | | F: runtime x: either a runtimeType or a path must be configured",
                "{\"runtimes\": {\"x\": {\"path\": \"/y\", \"runtimeType\": \"z\"}}} | | F: runtime x: cannot configure both path and runtimeType for the same runtime",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"z\", \"runtimeArgs\": [\"a\"]}}} | | F: runtime x: runtimeArgs and runtimeType are mutually exclusive",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"z\", \"options\": {\"BinaryName\": \"/y\"}}}} | | F: runtime x: unknown option 'BinaryName'",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"TypeUrl\": \"/y\"}}}} | | F: runtime x: unknown option 'TypeUrl'",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"SystemdCgroup\": \"true\"}}}} | | F: runtime x: option 'SystemdCgroup' must be a boolean",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"IoUid\": -1}}}} | | F: runtime x: option 'IoUid' must be a number from 0 to 4294967295",
                "{\"runtimes\": {\"x\": {\"runtimeType\": \"z\", \"options\": []}}} | | F: runtime x: options must be an object",
                "{\"runtimes\": {\"x\": {\"path\": \"/y\", \"options\": {\"Root\": \"/r\"}}}} | | F: runtime x: options cannot be used with a path runtime",
                "{\"runtimes\": {\"x\": {\"path\": \"/y\"}}} | --add-runtime=X=/z | M: runtime 'x' was already registered",
                "{\"builder\": {\"gc\": {}}} | | F: 'builder' is not supported yet",
                "{} | --storage-driver=btrfs | M: storage driver 'btrfs' is not supported yet",
                "{} | --feature=containerd-snapshotter=false | M: feature containerd-snapshotter cannot be switched off: images are kept by containerd",
                "{} | --default-runtime=kata | M: specified default runtime 'kata' does not exist",
                "{\"exec-opts\": [\"native.cgroupdriver=systemd\"]} | --cgroup-parent=/docker | M: cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"",
                "{} | --containerd-namespace=plugins.moby | M: containers namespace \"plugins.moby\" and plugins namespace \"plugins.moby\" cannot be the same",
                "{\"bridge\": \"br0\", \"bip\": \"10.0.0.1/24\"} | | M: You specified -b & --bip, mutually exclusive options. Please specify only one",
                "{\"icc\": false, \"iptables\": false} | | M: You specified --iptables=false with --icc=false. ICC=false uses iptables to function. Please set --icc or --iptables to true",
                "{\"bip\": \"10.0.0.1\"} | | M: invalid bip: invalid CIDR address: 10.0.0.1",
                "{\"log-format\": \"xml\"} | | M: invalid log format: xml",
                "{\"labels\": [\"COM.docker.x=1\"]} | | M: label COM.docker.x=1 is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are reserved for internal use",
                "{\"exec-opts\": [\"native.umask=normal\"]} | | M: invalid option: 'native.umask'",
                "{\"registry-mirrors\": [\"https://m?x=1\"]} | | M: invalid mirror: query or fragment at end of the URI \"https://m?x=1\"",
                "{\"seccomp-profile\": \"/none.json\"} | | opening seccomp profile (/none.json) failed: open /none.json: no such file or directory",
                "{} | --userland-proxy-path=docker-proxy | M: invalid userland-proxy-path: must be an absolute path: docker-proxy",
                "{} | --userland-proxy-path=/none/x | M: invalid userland-proxy-path: exec: \"/none/x\": stat /none/x: no such file or directory",
                "{\"userland-proxy-path\": \"/tmp\"} | | M: invalid userland-proxy-path: exec: \"/tmp\": is a directory",
                "{} | --network-diagnostic-port=1 | M: '--network-diagnostic-port' is not supported yet",
                "{\"rootless\": true} | | M: 'rootless' is not supported yet",
                "{} | --swarm-default-advertise-addr=eth0 | M: '--swarm-default-advertise-addr' is not supported yet",
                "{\"host-gateway-ip\": \"1.1.1.1\", \"host-gateway-ips\": []} | | F: cannot set both host-gateway-ip and host-gateway-ips",
            })
    void refusesInDockersWords(String file, String flag, String message) {
        assertEquals(message, flag == null ? refused(file) : refused(file, flag));
    }

    @Test
    void theRestartFlagIsOnTheCommandLineOnly() {
        assertTrue(merge("").flag("restart"));
        assertTrue(merge("", "-r").flag("restart"));
        assertTrue(merge("{\"restart\": false}").flag("restart"));
        assertFalse(merge("", "--restart=false").flag("restart"));
    }

    @Test
    void aProxyProgramIsNotLookedAtWhenThereIsNoProxy() {
        assertEquals(
                "/none/x",
                merge("{\"userland-proxy-path\": \"/none/x\"}", "--userland-proxy=false")
                        .text("userland-proxy-path"));
    }

    @Test
    void aKnownFlagAtItsDefaultIsNoReasonToRefuse() {
        assertFalse(merge("{\"selinux-enabled\": false}", "--ipv6=false").flag("selinux-enabled"));
    }

    @Test
    void readsByteOrderMarksAndRefusesBadUtf8() {
        assertEquals(9, merge("\ufeff{\"mtu\": 9}").number("mtu"));
        assertEquals(9, merge("{\"mtu\": 9}".getBytes(StandardCharsets.UTF_16)).number("mtu"));
        byte[] bad = {'{', '"', (byte) 0xC3, '"', '}'};
        assertTrue(assertThrows(IllegalArgumentException.class, () -> merge(bad))
                .getMessage()
                .contains("at offset 2"));
    }

    @Test
    void aFileThatWasAskedForMustBeThere() {
        Options options = new Options();
        Path missing = directory.resolve("missing.json");
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new Merge(
                                options,
                                Arguments.parse(options, List.of("--config-file", missing.toString())),
                                Map.of())
                        .merge());
        assertEquals(
                "unable to configure the Docker daemon with file " + missing + ": open " + missing
                        + ": no such file or directory",
                e.getMessage());
    }

    @Test
    void tlsverifyMeansTlsAndChangesTheDefaultHost() {
        DaemonConfig config = merge("", "--tlsverify=false");
        assertTrue(config.flag("tls"));
        assertFalse(config.flag("tlsverify"));
        assertEquals(List.of("tcp://localhost:2376"), config.list("hosts"));
        assertTrue(merge("{\"tls\": true}").flag("tlsverify"));
    }

    @Test
    void hostsAreCompletedSortedAndUnique() {
        assertEquals(
                List.of(
                        "fd://",
                        "tcp://0.0.0.0:2375",
                        "tcp://[::1]:2375",
                        "tcp://localhost:2375",
                        "unix:///a",
                        "unix:///var/run/docker.sock"),
                Hosts.complete(
                        List.of("unix://", "tcp://", "0.0.0.0", "unix:///a", "fd://", "unix:///a", "[::1]:"), false));
    }

    @Test
    void namesInsideOfObjectsMayBeWrittenInAnyCase() {
        DaemonConfig config = merge("""
                {"default-ulimits": {"nofile": {"hard": 20, "SOFT": 10}}, "default-address-pools": [{"Base": "10.0.0.0/8", "SIZE": 24}]}""");
        assertEquals(List.of("nofile=10:20"), config.list("default-ulimits"));
        assertEquals(List.of("base=10.0.0.0/8,size=24"), config.list("default-address-pools"));
    }

    @Test
    void keysThatDockerIgnoresAreTold() throws IOException, UsageException {
        Path file = Files.writeString(directory.resolve("x.json"), "{\"label\": [\"a=b\"], \"restart\": false}");
        Merged merged = new Merge(
                        new Options(), Arguments.parse(new Options(), List.of("--config-file=" + file)), Map.of())
                .merge();
        assertEquals(
                List.of(
                        "'label' has no effect in the configuration file; the key is 'labels'",
                        "'restart' has no effect in the configuration file"),
                merged.warnings());
        assertEquals(List.of(), merged.config().list("labels"));
    }

    @Test
    void emptyAndBlankFilesAreEmptyConfigurations() {
        assertEquals(1500, merge("").number("mtu"));
        assertEquals(1500, merge(" \n\t").number("mtu"));
    }

    @Test
    void theDefaultFileMayBeMissing() throws UsageException {
        new Merge(new Options(), Arguments.parse(new Options(), List.of()), Map.of()).merge();
    }

    @Test
    void variablesOfTheEnvironmentDecide() throws UsageException {
        Options options = new Options();
        Arguments arguments = Arguments.parse(options, List.of("--storage-driver=btrfs"));
        Merged merged = new Merge(
                        options, arguments, Map.of("DOCKER_DRIVER", "overlay2", "DOCKER_MIN_API_VERSION", "1.40"))
                .merge();
        assertEquals("overlay2", merged.config().text("storage-driver"));
        assertEquals("environment", merged.origins().get("storage-driver").word());
        assertEquals("1.40", merged.config().text("api-min-version"));
        for (String wrong : List.of("v1.40", "1.23", "1.52", "2.0")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Merge(
                                    options,
                                    Arguments.parse(options, List.of()),
                                    Map.of("DOCKER_MIN_API_VERSION", wrong))
                            .merge());
        }
    }

    @Test
    void devicesAreDescribedInDirectoriesUnlessTheyAreSwitchedOff() {
        assertEquals(List.of("/etc/cdi", "/var/run/cdi"), merge("{}").list("cdi-spec-dirs"));
        assertEquals(
                List.of("/a", "/b"),
                merge("{}", "--cdi-spec-dir=/a", "--cdi-spec-dir=/b").list("cdi-spec-dirs"));
        assertEquals(List.of("/a"), merge("{\"cdi-spec-dirs\": [\"/a\"]}").list("cdi-spec-dirs"));
        assertEquals(List.of(), merge("{\"cdi-spec-dirs\": [\"\"]}").list("cdi-spec-dirs"));
        assertEquals(List.of(), merge("{}", "--cdi-spec-dir=").list("cdi-spec-dirs"));
        assertEquals(List.of(), merge("{\"features\": {\"cdi\": false}}").list("cdi-spec-dirs"));
    }

    @Test
    void runtimesOfFlagsAndFileAddUp() {
        DaemonConfig config = merge(
                "{\"runtimes\": {\"Kata\": {\"runtimeType\": \"io.containerd.kata.v2\"}, \"y\": {\"path\": \"/y\", \"runtimeArgs\": [\"--z\"]}, \"o\": {\"runtimeType\": \"io.containerd.runc.v2\", \"options\": {\"systemdCgroup\": true, \"IoUid\": 7, \"BinaryName\": \"/c\"}}}}",
                "--add-runtime=crun=/usr/bin/crun",
                "--default-runtime=kata");
        assertEquals(
                List.of(
                        "crun={\"path\":\"/usr/bin/crun\"}",
                        "kata={\"runtimeType\":\"io.containerd.kata.v2\"}",
                        "y={\"path\":\"/y\",\"runtimeArgs\":[\"--z\"]}",
                        "o={\"runtimeType\":\"io.containerd.runc.v2\",\"options\":{\"BinaryName\":\"/c\",\"IoUid\":7,\"SystemdCgroup\":true}}"),
                config.list("runtimes"));
    }
}
