package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every key: by flag and by file it has the same value, and somebody gets it.
class KeysTest {
    /// Values where no value of the kind will do: on the command line, and in the file.
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("api-cors-origins", List.of("http://a", "[\"http://a\"]")),
            Map.entry("bip", List.of("10.1.0.1/16", "\"10.1.0.1/16\"")),
            Map.entry("bip6", List.of("fd00::1/64", "\"fd00::1/64\"")),
            Map.entry("default-cgroupns-mode", List.of("host", "\"host\"")),
            Map.entry("default-gateway-v6", List.of("fd00::1", "\"fd00::1\"")),
            Map.entry("default-ipc-mode", List.of("shareable", "\"shareable\"")),
            Map.entry("default-runtime", List.of("io.containerd.x.v1", "\"io.containerd.x.v1\"")),
            Map.entry("exec-opts", List.of("native.cgroupdriver=cgroupfs", "[\"native.cgroupdriver=cgroupfs\"]")),
            Map.entry("features", List.of("buildkit=false", "{\"buildkit\": false}")),
            Map.entry("fixed-cidr", List.of("10.1.0.0/24", "\"10.1.0.0/24\"")),
            Map.entry("fixed-cidr-v6", List.of("fd00::/80", "\"fd00::/80\"")),
            Map.entry("hosts", List.of("unix:///a", "[\"unix:///a\"]")),
            Map.entry("labels", List.of("a=b", "[\"a=b\"]")),
            Map.entry("log-format", List.of("json", "\"json\"")),
            Map.entry("log-level", List.of("warn", "\"warn\"")),
            Map.entry("registry-mirrors", List.of("https://m/", "[\"https://m/\"]")),
            Map.entry("seccomp-profile", List.of("unconfined", "\"unconfined\"")),
            Map.entry("storage-driver", List.of("overlay2", "\"overlay2\"")),
            Map.entry(
                    "storage-opts",
                    List.of("overlay2.override_kernel_check=1", "[\"overlay2.override_kernel_check=1\"]")),
            Map.entry("userland-proxy-path", List.of("/bin/true", "\"/bin/true\"")));

    /// What can only be refused, or needs more than its value to be taken.
    private static final Set<String> REFUSED = Set.of("api-cors-header", "cpu-rt-period", "cpu-rt-runtime");

    /// What is dealt with when the configuration is read; nobody needs it later.
    private static final Set<String> WITHOUT_READER = Set.of(
            "allow-nondistributable-artifacts",
            "api-cors-header",
            "storage-driver",
            "storage-opts",
            "userland-proxy-path");

    @TempDir
    Path directory;

    static Stream<String> keys() {
        return new Options()
                .all().stream()
                        .filter(Option::supported)
                        .map(Option::key)
                        .filter(key -> !key.isEmpty() && !REFUSED.contains(key));
    }

    private static List<String> sample(Option option) {
        return switch (option.kind()) {
            case TEXT -> List.of("x", "\"x\"");
            case SWITCH -> {
                String other = Boolean.toString(option.fallback().equals(false));
                yield List.of(other, other);
            }
            case NUMBER -> List.of("1234", "1234");
            case BYTES -> List.of("1m", "\"1m\"");
            case LIST -> List.of("x", "[\"x\"]");
            case ADDRESS -> List.of("10.1.2.3", "\"10.1.2.3\"");
            case ADDRESSES -> List.of("10.1.2.3", "[\"10.1.2.3\"]");
            case MAP -> List.of("a=b", "{\"a\": \"b\"}");
            case ULIMITS -> List.of("core=1:2", "{\"core\": {\"Name\": \"core\", \"Soft\": 1, \"Hard\": 2}}");
            case POOLS -> List.of("base=10.0.0.0/8,size=24", "[{\"base\": \"10.0.0.0/8\", \"size\": 24}]");
            case RUNTIMES -> List.of("a=/a", "{\"a\": {\"path\": \"/a\"}}");
        };
    }

    private static Option option(String key) {
        Option option = new Options().key(key);
        assertTrue(option != null, key);
        return option;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void flagAndFileSayTheSame(String key) {
        Option option = option(key);
        List<String> sample = VALUES.getOrDefault(key, sample(option));
        Operator operator = new Operator(directory);
        String json = "\"" + key + "\": " + sample.getLast();
        String file = Secrets.PROXIES.contains(key) ? "{\"proxies\": {" + json + "}}" : "{" + json + "}";
        Merged byFlag = operator.says(new byte[0], "--" + option.flag() + "=" + sample.getFirst());
        Merged byFile = operator.says(file.getBytes(StandardCharsets.UTF_8));
        Object value = byFlag.config().values().get(key);
        assertNotEquals(operator.passes().values().get(key), value);
        assertEquals(value, byFile.config().values().get(key));
        assertEquals("flag", byFlag.origins().get(key).word());
        assertEquals("file", byFile.origins().get(key).word());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void bothAreAConflictAndNeitherIsTheDefault(String key) {
        Option option = option(key);
        List<String> sample = VALUES.getOrDefault(key, sample(option));
        Operator operator = new Operator(directory);
        String json = "{\"" + key + "\": " + sample.getLast() + "}";
        if (option.kind() != Option.Kind.RUNTIMES) {
            String refusal = operator.isRefused(json, "--" + option.flag() + "=" + sample.getFirst());
            assertTrue(refusal.contains("both as a flag and in the configuration file: " + key + ": "), refusal);
        }
        assertEquals("default", operator.says(new byte[0]).origins().get(key).word());
    }

    /// Whoever asks for the storage driver gets containerd's name of it.
    @Test
    void allHearTheSameOfTheStorageDriver() {
        Operator operator = new Operator(directory);
        for (String pid : List.of("dev.gantry.libcontainerd", "dev.gantry.engine", "dev.gantry.system")) {
            assertEquals("overlayfs", Dictionaries.of(pid, operator.passes()).get("storage-driver"));
            assertEquals(
                    "overlayfs",
                    Dictionaries.of(pid, operator.passes("-s", "overlay2")).get("storage-driver"));
            assertEquals(
                    "native",
                    Dictionaries.of(pid, operator.passes("-s", "native")).get("storage-driver"));
        }
    }

    @Test
    void everyKeyReachesAComponent() {
        DaemonConfig config = new Operator(directory).passes();
        Set<String> handed = new TreeSet<>();
        for (String pid : Dictionaries.pids()) {
            Dictionary<String, Object> dictionary = Dictionaries.of(pid, config);
            dictionary.keys().asIterator().forEachRemaining(handed::add);
        }
        List<String> lost = new ArrayList<>(keys().toList());
        lost.removeAll(handed);
        lost.removeAll(WITHOUT_READER);
        assertEquals(List.of(), lost);
    }
}
