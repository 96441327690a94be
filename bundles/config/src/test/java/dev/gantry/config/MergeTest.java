package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    @TempDir
    Path directory;

    private DaemonConfig merge(String file, String... flags) {
        return new Operator(directory).writes(file, flags);
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
    void theDataRootIsKnownByItsNameWithoutLinks() throws IOException {
        Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertEquals(real.toString(), merge("", "--data-root=" + link).text("data-root"));
        assertEquals(
                real.resolve("deep/data").toString(),
                merge("", "--data-root=" + link.resolve("deep/data")).text("data-root"),
                "what is not there yet");
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
    void theRestartFlagIsOnTheCommandLineOnly() {
        assertTrue(merge("").flag("restart"));
        assertTrue(merge("", "-r").flag("restart"));
        assertTrue(merge("{\"restart\": false}").flag("restart"));
        assertFalse(merge("", "--restart=false").flag("restart"));
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
}
