package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineIdTest {
    private static final String KEY = """
            {"crv":"P-256","d":"unused","kid":"OIH7:HQFS:44FK:45VB:3B53:OIAG:TPL4:ATF5:6PNE:MGHN:NHQX:2GE4","kty":"EC",
             "x":"Cu_UyxwLgHzE9rvlYSmvVdqYCXY42E9eNhBb0xNv0SQ","y":"zUsjWJkeKQ5tv7S-hl1Tg71cd-CqnrtiiLxSi6N_yc8"}""";
    private static final String FINGERPRINT = "OIH7:HQFS:44FK:45VB:3B53:OIAG:TPL4:ATF5:6PNE:MGHN:NHQX:2GE4";

    private final List<String> calls = new ArrayList<>();
    private final FakeFiles files = new FakeFiles(calls);

    @TempDir
    Path root;

    @BeforeEach
    void places() throws IOException {
        Files.createDirectories(root.resolve("data"));
        Files.createDirectories(root.resolve("etc/docker"));
        Files.createDirectories(root.resolve("client"));
    }

    private String identify() throws IOException {
        DaemonConfig config =
                new DaemonConfig(Map.of("data-root", root.resolve("data").toString()));
        Stage stage = new Stage(
                files.nodes(),
                files.atomic(),
                Map.of("DOCKER_CONFIG", root.resolve("client").toString()),
                _ -> {},
                root);
        stage.identify(config);
        return stage.engineId(config);
    }

    @Test
    void withoutAKeyTheIdIsRandomAndKept() throws IOException {
        String id = identify();
        assertEquals(id, UUID.fromString(id).toString());
        assertEquals(List.of("write engine-id 384"), calls);
        assertEquals(id, identify());
    }

    @Test
    void theKeysFingerprintIsTheId() throws IOException {
        Files.writeString(root.resolve("etc/docker/key.json"), KEY);
        assertEquals(FINGERPRINT, identify());
    }

    @Test
    void anIdThatIsThereStays() throws IOException {
        Files.writeString(root.resolve("data/engine-id"), "known\n");
        Files.writeString(root.resolve("client/key.json"), KEY);
        assertEquals("known", identify());
        assertTrue(Files.exists(root.resolve("client/key.json")));
    }

    @Test
    void aKeyOfTheClientIsMigrated() throws IOException {
        Files.writeString(root.resolve("client/key.json"), KEY);
        assertEquals(FINGERPRINT, identify());
        assertEquals(KEY, Files.readString(root.resolve("etc/docker/key.json")));
        assertFalse(Files.exists(root.resolve("client/key.json")));
        assertTrue(calls.contains("write key.json 384"));
    }

    @Test
    void aKeyOfAnotherUserStaysWhereItIs() throws IOException {
        Path old = Files.writeString(root.resolve("client/key.json"), KEY);
        new TrustKey(
                        root.resolve("etc/docker/key.json"),
                        Map.of("DOCKER_CONFIG", root.resolve("client").toString()),
                        files.nodes(),
                        files.atomic())
                .migrate(12345);
        assertTrue(Files.exists(old));
    }

    @Test
    void aMigrationThatFailsLeavesTheOldKey() throws IOException {
        Path old = Files.writeString(root.resolve("client/key.json"), KEY);
        Files.delete(root.resolve("etc/docker"));
        Files.writeString(root.resolve("etc/docker"), "no directory");
        assertThrows(IOException.class, this::identify);
        assertTrue(Files.exists(old));
    }

    @Test
    void aKeyThatNobodyUnderstandsGivesARandomId() throws IOException {
        Files.writeString(root.resolve("etc/docker/key.json"), "{\"kty\": \"RSA\"}");
        assertEquals(36, identify().length());
        assertNull(new TrustKey(root.resolve("nothing"), Map.of(), files.nodes(), files.atomic()).fingerprint());
    }
}
