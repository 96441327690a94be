package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `docker run --device vendor.com/class=name`: devices that a vendor's file describes (CDI).
@Tag("machine")
class DescribedDevicesE2eTest {
    private static final String RECENT = "1.50";

    private static TestDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = TestDaemon.startIn(DescribedDevicesE2eTest::described);
        TestImages.importBusybox(daemon);
    }

    @AfterAll
    static void stop() throws Exception {
        daemon.close();
    }

    private static TestDaemon.Surroundings described(Path root) {
        try {
            Path directory = Files.createDirectory(root.resolve("cdi"));
            Files.writeString(root.resolve("daemon.json"), "{\"cdi-spec-dirs\": [\"" + directory + "\"]}");
            Files.writeString(root.resolve("library"), "from the host");
            Files.writeString(directory.resolve("vendor.yaml"), """
                    cdiVersion: "0.7.0"
                    kind: vendor.com/class
                    containerEdits:
                      env:
                      - OF_ALL=yes
                    devices:
                    - name: one
                      containerEdits:
                        env:
                        - OF_ONE=1
                        deviceNodes:
                        - path: /dev/sink
                          hostPath: /dev/null
                          fileMode: 0640
                        mounts:
                        - hostPath: %s/library
                          containerPath: /opt/vendor/library
                          options: [ro, bind]
                        hooks:
                        - hookName: createRuntime
                          path: /bin/sh
                          args: [sh, -c, "echo hooked >> %s/hooked"]
                        additionalGids: [4711]
                    """.formatted(root, root));
            Files.writeString(directory.resolve("other.json"), """
                    {"cdiVersion": "0.5.0", "kind": "other.com/class", "devices": [
                      {"name": "two", "containerEdits": {"env": ["OF_TWO=2"]}},
                      {"name": "absent", "containerEdits": {"deviceNodes": [{"path": "/dev/not-there"}]}}]}
                    """);
            return TestDaemon.Surroundings.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aContainerGetsWhatTheFileSays() throws IOException {
        String out = daemon.docker(
                        "run",
                        "--rm",
                        "--device",
                        "vendor.com/class=one",
                        "--device",
                        "other.com/class=two",
                        "busybox",
                        "sh",
                        "-c",
                        "echo $OF_ALL $OF_ONE $OF_TWO; echo x > /dev/sink && ls -l /dev/sink; id -G;"
                                + " cat /opt/vendor/library; touch /opt/vendor/library 2>/dev/null || echo ', read-only'")
                .ok();
        List<String> lines = out.lines().toList();
        assertEquals("yes 1 2", lines.get(0), out);
        assertTrue(lines.get(1).matches("crw-r-----\\s.*\\s1,\\s+3\\s.*/dev/sink"), out);
        assertTrue(List.of(lines.get(2).split(" ")).contains("4711"), out);
        assertEquals("from the host, read-only", lines.get(3), out);
        assertEquals("hooked", Files.readString(daemon.root().resolve("hooked")).strip());
    }

    @Test
    void whatIsNotThereIsNamed() {
        Command.Result unknown = daemon.docker("run", "--rm", "--device", "vendor.com/class=none", "busybox", "true");
        assertEquals(125, unknown.exit(), unknown.out());
        assertTrue(
                unknown.err().contains("CDI device injection failed: unresolvable CDI devices vendor.com/class=none"),
                unknown.err());
        Command.Result absent = daemon.docker("run", "--rm", "--device", "other.com/class=absent", "busybox", "true");
        assertTrue(
                absent.err().contains("failed to stat CDI host device \"/dev/not-there\": no such file or directory"),
                absent.err());
    }

    @Test
    void infoShowsDirectoriesAndDevices() {
        String info = info(RECENT);
        assertTrue(info.contains("\"CDISpecDirs\":[\"" + daemon.root() + "/cdi\"]"), info);
        assertTrue(info.contains("{\"Source\":\"cdi\",\"ID\":\"vendor.com/class=one\"}"), info);
        assertFalse(info("1.49").contains("DiscoveredDevices"), "an older API does not know it");
    }

    private static String info(String version) {
        return Command.run(
                        "curl",
                        "-sf",
                        "--unix-socket",
                        daemon.socket().toString(),
                        "http://gantry/v" + version + "/info")
                .ok();
    }
}
