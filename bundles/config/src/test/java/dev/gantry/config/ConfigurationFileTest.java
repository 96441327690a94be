package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file: how it is read, which keys it may have, and how it and the command line go together.
class ConfigurationFileTest {
    private static final String UNKNOWN = "F: the following directives don't match any configuration option: ";
    private static final String TWICE =
            "F: the following directives are specified both as a flag and in the configuration file: ";

    @TempDir
    Path directory;

    private Operator operator;

    @BeforeEach
    void arrive() {
        operator = new Operator(directory);
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
    void theDefaultFileMayBeMissing() throws UsageException {
        new Merge(new Options(), Arguments.parse(new Options(), List.of()), Map.of()).merge();
    }

    @Test
    void noNameIsNoFile() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new Merge(new Options(), Arguments.parse(new Options(), List.of("--config-file=")), Map.of())
                        .merge());
        assertTrue(e.getMessage().endsWith("open : no such file or directory"), e.getMessage());
    }

    @Test
    void aDirectoryIsNoFile() {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new Merge(
                                new Options(),
                                Arguments.parse(new Options(), List.of("--config-file=" + directory)),
                                Map.of())
                        .merge());
        assertTrue(e.getMessage().endsWith("read " + directory + ": is a directory"), e.getMessage());
    }

    @Test
    void emptyAndBlankFilesAreEmptyConfigurations() {
        assertEquals(1500, operator.writes("").number("mtu"));
        assertEquals(1500, operator.writes(" \n\t").number("mtu"));
        assertEquals(1500, operator.writes("null").number("mtu"));
    }

    @Test
    void readsByteOrderMarksAndRefusesBadUtf8() {
        assertEquals(9, operator.writes("\ufeff{\"mtu\": 9}").number("mtu"));
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            String marked = charset.equals(StandardCharsets.UTF_16) ? "{\"mtu\": 9}" : "\ufeff{\"mtu\": 9}";
            assertEquals(9, operator.says(marked.getBytes(charset)).config().number("mtu"), charset.name());
        }
        byte[] bad = {'{', '"', (byte) 0xC3, '"', '}'};
        assertTrue(assertThrows(IllegalArgumentException.class, () -> operator.says(bad))
                .getMessage()
                .contains("at offset 2"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertEquals("F: unexpected end of JSON input", operator.isRefused("{\"mtu\":"));
        assertEquals(
                "F: json: cannot unmarshal array into Go value of type map[string]interface {}",
                operator.isRefused("[]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mtu\": \"a\"}            | string into Go struct field Config.mtu of type int",
                "{\"debug\": 1}              | number into Go struct field Config.debug of type bool",
                "{\"log-opts\": {\"a\": 1}}  | number into Go struct field Config.log-opts.a of type string",
                "{\"hosts\": \"unix:///a\"}  | string into Go struct field Config.hosts of type []string",
                "{\"features\": {\"a\": \"x\"}} | string into Go struct field Config.features.a of type bool",
                "{\"mtu\": 1400.5}            | number 1400.5 into Go struct field Config.mtu of type int",
                "{\"mtu\": 99999999999999999999} | number 99999999999999999999 into Go struct field Config.mtu of type int",
                "{\"bip\": []}               | array into Go struct field Config.bip of type string",
            })
    void valuesMustHaveTheirType(String file, String words) {
        assertEquals("F: json: cannot unmarshal " + words, operator.isRefused(file));
    }

    @Test
    void unknownKeysAreAllNamed() {
        assertEquals(UNKNOWN + "foo, bar", operator.isRefused("{\"foo\": 1, \"bar\": 2}"));
        assertEquals(UNKNOWN + "MTU", operator.isRefused("{\"MTU\": 1}"));
        assertEquals(UNKNOWN + "foo", operator.isRefused("{\"proxies\": {\"foo\": 1}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resolv-conf",
                "default-init",
                "swarm-raft-heartbeat-tick",
                "swarm-raft-election-tick",
                "containerd-plugin-namespace",
                "cluster-store"
            })
    void keysWithoutAFlagAreUnknown(String key) {
        assertEquals(UNKNOWN + key, operator.isRefused("{\"" + key + "\": \"x\"}"));
    }

    @Test
    void fourKeysAreNotChecked() {
        DaemonConfig config = operator.writes(
                "{\"features\": {}, \"builder\": {}, \"deprecated-key-path\": \"/k\", \"allow-nondistributable-artifacts\": [\"r\"]}");
        assertEquals(List.of(), config.list("features"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restart",
                "config-file",
                "validate",
                "version",
                "help",
                "containerd-plugins-namespace",
                "label",
                "host",
                "storage-opt",
                "dns-opt"
            })
    void namesOfFlagsThatAreNoKeysAreTakenAndTold(String name) {
        List<String> warnings = operator.isWarned("{\"" + name + "\": [\"a=b\"]}");
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.getFirst().startsWith("'" + name + "' has no effect in the configuration file"),
                warnings.toString());
    }

    @Test
    void theRightKeyIsNamed() {
        assertEquals(
                List.of("'label' has no effect in the configuration file; the key is 'labels'"),
                operator.isWarned("{\"label\": [\"a=b\"]}"));
        assertEquals(List.of(), operator.writes("{\"label\": [\"a=b\"]}").list("labels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-proxy", "https-proxy", "no-proxy"})
    void proxiesBelongIntoTheirGroup(String key) {
        String top = "{\"" + key + "\": \"http://p:1\"}";
        assertEquals("", operator.writes(top).text(key));
        assertEquals(
                List.of("'" + key + "' has no effect at the top of the configuration file; it belongs into 'proxies'"),
                operator.isWarned(top));
        assertEquals("http://p:1", operator.writes("{\"proxies\": " + top + "}").text(key));
    }

    @Test
    void aGroupOfNoMeaningIsCheckedAndNotRead() {
        String grouped = "{\"mine\": {\"mtu\": 1400}}";
        assertEquals(1500, operator.writes(grouped).number("mtu"));
        assertEquals(
                List.of("'mtu' has no effect inside of 'mine'; it belongs to the top"), operator.isWarned(grouped));
        assertEquals(TWICE + "mtu: (from flag: 1, from file: 1400)", operator.isRefused(grouped, "--mtu=1"));
    }

    @Test
    void aKeyAndItsFlagAreAConflictEvenWhenTheyAgree() {
        assertEquals(TWICE + "mtu: (from flag: 1, from file: 1)", operator.isRefused("{\"mtu\": 1}", "--mtu=1"));
        assertEquals(
                TWICE + "debug: (from flag: true, from file: false)", operator.isRefused("{\"debug\": false}", "-D"));
        assertEquals(
                TWICE + "hosts: (from flag: [unix:///a], from file: [fd://])",
                operator.isRefused("{\"hosts\": [\"fd://\"]}", "-Hunix:///a"));
        assertEquals(
                TWICE + "labels: (from flag: [a=b], from file: [c=d]), mtu: (from flag: 1, from file: 2)",
                operator.isRefused("{\"mtu\": 2, \"labels\": [\"c=d\"]}", "--mtu=1", "--label=a=b"));
    }

    @Test
    void aConflictShowsNoProxysPassword() {
        assertEquals(
                TWICE + "http-proxy: (from flag: xxxxx, from file: xxxxx)",
                operator.isRefused("{\"proxies\": {\"http-proxy\": \"http://u:p@h\"}}", "--http-proxy=http://x"));
    }

    @Test
    void theOldAndTheNewNameOfTheGatewayAreAConflictToldWithTheOthers() {
        String both = "cannot set both host-gateway-ip and host-gateway-ips";
        assertEquals("F: " + both, operator.isRefused("{\"host-gateway-ip\": \"1.1.1.1\", \"host-gateway-ips\": []}"));
        assertEquals(
                TWICE + "mtu: (from flag: 1, from file: 2)\n" + both,
                operator.isRefused(
                        "{\"host-gateway-ip\": \"1.1.1.1\", \"host-gateway-ips\": [], \"mtu\": 2}", "--mtu=1"));
        assertEquals(
                List.of("1.1.1.1"),
                operator.writes("{\"host-gateway-ip\": \"1.1.1.1\"}").list("host-gateway-ips"));
    }

    @Test
    void runtimesAreNoConflictButAddUp() {
        DaemonConfig config = operator.writes(
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

    @Test
    void aSwitchInTheFileBeatsADefaultThatIsOn() {
        DaemonConfig config = operator.writes("{\"icc\": false, \"userland-proxy\": false, \"ip-masq\": false}");
        assertFalse(config.flag("icc"));
        assertFalse(config.flag("userland-proxy"));
        assertFalse(config.flag("ip-masq"));
    }

    @Test
    void zeroInTheFileMeansDefault() {
        DaemonConfig config = operator.writes(
                "{\"mtu\": 0, \"log-driver\": \"\", \"hosts\": [], \"max-concurrent-downloads\": 0, \"bip\": null}");
        assertEquals(1500, config.number("mtu"));
        assertEquals("json-file", config.text("log-driver"));
        assertEquals(3, config.number("max-concurrent-downloads"));
        assertEquals("", config.text("bip"));
        assertEquals(List.of("unix:///var/run/docker.sock"), config.list("hosts"));
    }

    @Test
    void fileAndFlagsAddUp() {
        DaemonConfig config =
                operator.writes("""
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
    void namesInsideOfObjectsMayBeWrittenInAnyCase() {
        DaemonConfig config = operator.writes("""
                {"default-ulimits": {"nofile": {"hard": 20, "SOFT": 10}}, "default-address-pools": [{"Base": "10.0.0.0/8", "SIZE": 24}]}""");
        assertEquals(List.of("nofile=10:20"), config.list("default-ulimits"));
        assertEquals(List.of("base=10.0.0.0/8,size=24"), config.list("default-address-pools"));
    }
}
