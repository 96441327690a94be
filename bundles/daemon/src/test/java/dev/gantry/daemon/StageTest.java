package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {
    private final List<String> calls = new ArrayList<>();

    @TempDir
    Path directory;

    private Stage stage(Map<String, String> environment) {
        FakeFiles files = new FakeFiles(calls);
        return new Stage(files.nodes(), files.atomic(), environment, _ -> {}, directory);
    }

    private DaemonConfig roots(Path data) {
        return new DaemonConfig(Map.of(
                "data-root",
                data.toString(),
                "exec-root",
                directory.resolve("exec").toString()));
    }

    @Test
    void temporaryFilesOfADaemonThatDiedGo() throws IOException {
        Path left = Files.createDirectories(directory.resolve("data/tmp/upload"));
        stage(Map.of()).makeDirectories(roots(directory.resolve("data")));
        assertTrue(Files.isDirectory(directory.resolve("data/tmp")));
        assertFalse(Files.exists(left));
    }

    @Test
    void dockerTmpdirIsTheTemporaryDirectoryAndKeepsWhatIsInIt() throws IOException {
        Path named = directory.resolve("elsewhere");
        Path kept = Files.createDirectories(named.resolve("of-others"));
        stage(Map.of("DOCKER_TMPDIR", named.toString())).makeDirectories(roots(directory.resolve("data")));
        assertTrue(Files.exists(kept));
        assertFalse(Files.exists(directory.resolve("data/tmp")));
    }

    @Test
    void theDataRootMayBeALink() throws IOException {
        Path real = Files.createDirectories(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        stage(Map.of()).makeDirectories(roots(link));
        assertTrue(calls.contains("mode real 456"), calls.toString());
        assertTrue(Files.isDirectory(real.resolve("containers")));
    }
}
