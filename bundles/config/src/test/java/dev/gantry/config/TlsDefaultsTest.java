package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What follows for TLS from what the operator has said, and from what not.
class TlsDefaultsTest {
    @TempDir
    Path directory;

    private DaemonConfig merge(String file, Map<String, String> environment, String... flags) {
        try {
            Path path = Files.writeString(directory.resolve("daemon.json"), file);
            List<String> args = new ArrayList<>(List.of(flags));
            args.add("--config-file=" + path);
            Map<String, String> all = new HashMap<>(Map.of("HOME", directory.toString()));
            all.putAll(environment);
            return new Merge(new Options(), Arguments.parse(new Options(), args), all)
                    .merge()
                    .config();
        } catch (IOException | UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingSaidIsNoTlsAndUndecided() {
        DaemonConfig config = merge("{}", Map.of());
        assertFalse(config.flag("tls"));
        assertFalse(config.flag("tlsverify"));
        assertFalse(config.flag("tls-decided"));
        assertEquals(List.of("unix:///var/run/docker.sock"), config.list("hosts"));
    }

    @Test
    void tlsverifyTrueOrFalseByFlagOrFileTurnsTlsOn() {
        for (DaemonConfig config : List.of(
                merge("{}", Map.of(), "--tlsverify"),
                merge("{}", Map.of(), "--tlsverify=false"),
                merge("{\"tlsverify\": true}", Map.of()),
                merge("{\"tlsverify\": false}", Map.of()))) {
            assertTrue(config.flag("tls"));
            assertTrue(config.flag("tls-decided"));
            assertEquals(List.of("tcp://localhost:2376"), config.list("hosts"));
        }
        assertFalse(merge("{}", Map.of(), "--tlsverify=false").flag("tlsverify"));
    }

    @Test
    void theEnvironmentMayAskForTlsverify() {
        DaemonConfig config = merge("{}", Map.of("DOCKER_TLS_VERIFY", "1"));
        assertTrue(config.flag("tls"));
        assertTrue(config.flag("tlsverify"));
        assertFalse(merge("{}", Map.of("DOCKER_TLS_VERIFY", "")).flag("tls"));
    }

    @Test
    void tlsAloneMeansTlsverify() {
        assertTrue(merge("{}", Map.of(), "--tls").flag("tlsverify"));
        DaemonConfig off = merge("{}", Map.of(), "--tls=false");
        assertFalse(off.flag("tls"));
        assertFalse(off.flag("tlsverify"));
        assertTrue(off.flag("tls-decided"));
    }

    @Test
    void certificatesAreLookedForInThreePlaces() throws IOException {
        Path home = directory.resolve(".docker");
        Path config = directory.resolve("config");
        Path certificates = directory.resolve("certificates");
        for (Path place : List.of(home, config, certificates)) {
            Files.createDirectory(place);
            Files.createFile(place.resolve("cert.pem"));
            Files.createFile(place.resolve("key.pem"));
        }
        Map<String, String> environment = new HashMap<>();
        assertPlace(home, environment);
        environment.put("DOCKER_CONFIG", config.toString());
        assertPlace(config, environment);
        environment.put("DOCKER_CERT_PATH", certificates.toString());
        assertPlace(certificates, environment);
    }

    private void assertPlace(Path place, Map<String, String> environment) {
        DaemonConfig config = merge("{}", environment, "--tlsverify");
        assertEquals(place.resolve("cert.pem").toString(), config.text("tlscert"));
        assertEquals(place.resolve("key.pem").toString(), config.text("tlskey"));
        assertEquals(place.resolve("ca.pem").toString(), config.text("tlscacert"));
    }

    @Test
    void aMissingDefaultIsNoFileButTheAuthorityStays() {
        DaemonConfig config = merge("{}", Map.of(), "--tlsverify");
        assertEquals("", config.text("tlscert"));
        assertEquals("", config.text("tlskey"));
        assertEquals(directory.resolve(".docker/ca.pem").toString(), config.text("tlscacert"));
    }
}
