package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Variables of the process that decide like flags. Those of TLS are in [TlsDefaultsTest].
class EnvironmentTest {
    @TempDir
    Path directory;

    private Operator with(String name, String value) {
        return new Operator(directory, Map.of(name, value));
    }

    @Test
    void dockerDriverBeatsFlagAndFile() {
        Operator operator = with("DOCKER_DRIVER", "overlay2");
        assertEquals("overlay2", operator.passes("--storage-driver=btrfs").text("storage-driver"));
        Merged merged = operator.says("{\"storage-driver\": \"btrfs\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals("overlay2", merged.config().text("storage-driver"));
        assertEquals("environment", merged.origins().get("storage-driver").word());
        assertEquals("btrfs", refusedDriver(with("DOCKER_DRIVER", "btrfs")));
        assertEquals("", with("DOCKER_DRIVER", "").passes().text("storage-driver"));
    }

    private static String refusedDriver(Operator operator) {
        return operator.isRefused("{}").replaceFirst("M: storage driver '(.*)' is not supported yet", "$1");
    }

    @Test
    void dockerMinApiVersionLowersNothingAndRaisesTheLowest() {
        Merged merged = with("DOCKER_MIN_API_VERSION", "1.40").says(new byte[0]);
        assertEquals("1.40", merged.config().text("api-min-version"));
        assertEquals("environment", merged.origins().get("api-min-version").word());
        assertEquals("1.24", with("DOCKER_MIN_API_VERSION", "").passes().text("api-min-version"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1.40 | API minimum version must not have a \"v\" prefix and be of the form 1.x: v1.40",
                "2.0   | API minimum version must not have a \"v\" prefix and be of the form 1.x: 2.0",
                "1.23  | minimum supported API version is 1.24: 1.23",
                "1.52  | maximum supported API version is 1.51: 1.52",
            })
    void dockerMinApiVersionMustBeOneThatIsServed(String version, String words) {
        assertEquals("M: " + words, with("DOCKER_MIN_API_VERSION", version).isRefused("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DOCKER_BUILDKIT_RUNC_COMMAND",
                "DOCKER_CONTAINER_LABELS_FILTER",
                "DOCKER_FIREWALL_BACKEND",
                "DOCKER_IGNORE_BR_NETFILTER_ERROR",
                "DOCKER_IPTABLES_SCTP_CHECKSUM",
                "DOCKER_SERVICE_PREFER_OFFLINE_IMAGE",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
            })
    void variablesWithoutEffectAreTold(String name) {
        List<String> warnings = with(name, "1").isWarned("{}");
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("the variable " + name + " has no effect: "), warnings.toString());
        assertEquals(List.of(), with(name, "").isWarned("{}"));
    }

    @Test
    void graphDriverPluginsAreGone() {
        assertEquals(
                "M: DOCKERD_DEPRECATED_GRAPHDRIVER_PLUGINS is set, but graphdriver plugins have been removed",
                with("DOCKERD_DEPRECATED_GRAPHDRIVER_PLUGINS", "1").isRefused("{}"));
    }
}
