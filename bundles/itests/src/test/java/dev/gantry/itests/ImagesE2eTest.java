package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// pull, push, tag, rmi, import, save, load, history and inspect with a real registry.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesE2eTest {
    private final TestDaemon daemon;
    private LocalRegistry registry;

    ImagesE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @BeforeAll
    void startRegistry() throws Exception {
        registry = new LocalRegistry(daemon.root().resolve("registry"), daemon.network());
        daemon.docker("tag", "busybox", registry.name() + "/team/box:1").ok();
        daemon.docker("push", registry.name() + "/team/box:1").ok();
    }

    @AfterAll
    void stopRegistry() throws Exception {
        registry.close();
    }

    private String box() {
        return registry.name() + "/team/box:1";
    }

    @Test
    void pullByTagThenUpToDate() {
        daemon.docker("rmi", box()).ok();
        Command.Result pulled = daemon.docker("pull", box());
        assertTrue(pulled.ok().contains("1: Pulling from team/box"), pulled.out());
        assertTrue(pulled.out().contains("Digest: sha256:"), pulled.out());
        assertTrue(pulled.out().contains("Status: Downloaded newer image for " + box()), pulled.out());
        assertTrue(daemon.docker("pull", box()).ok().contains("Status: Image is up to date for " + box()));
        assertEquals("ok", daemon.docker("run", "--rm", box(), "echo", "ok").ok());
    }

    @Test
    void pullByDigest() {
        daemon.docker("pull", box()).ok();
        String digest = daemon.docker("inspect", "-f", "{{index .RepoDigests 0}}", box())
                .ok();
        assertTrue(digest.startsWith(registry.name() + "/team/box@sha256:"), digest);
        assertEquals(digest, daemon.docker("pull", "-q", digest).ok());
        assertEquals("ok", daemon.docker("run", "--rm", digest, "echo", "ok").ok());
    }

    private Command.Result dockerInside(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Command.run(daemon.network().inside(command), daemon.environment(), new byte[0]);
    }

    @Test
    void aCopyOfAnImageForSeveralPlatformsIsWholeOrSaysThatItIsNot(@TempDir Path directory) throws Exception {
        Path archive = directory.resolve("root.tar");
        TestImages.writeBusybox(archive);
        String from = registry.name() + "/many/from:";
        for (String platform : List.of("linux/amd64", "linux/s390x")) {
            String name = from + platform.substring(6);
            daemon.docker("import", "--platform", platform, archive.toString(), name)
                    .ok();
            daemon.docker("push", "-q", name).ok();
        }
        dockerInside("manifest", "create", "--insecure", from + "1", from + "amd64", from + "s390x")
                .ok();
        String digest =
                dockerInside("manifest", "push", "--insecure", from + "1").ok().strip();
        daemon.docker("rmi", "-f", from + "amd64", from + "s390x").ok();
        String to = registry.name() + "/many/to:1";
        daemon.docker("pull", "-q", "--platform", "linux/amd64", from + "1").ok();
        daemon.docker("tag", from + "1", to).ok();
        String part = daemon.docker("push", to).ok();
        assertTrue(
                part.contains(
                        "Not all multiplatform-content is present and only the available single-platform image was pushed"),
                part);
        daemon.docker("pull", "-q", "--platform", "linux/s390x", from + "1").ok();
        daemon.docker("tag", from + "1", to).ok();
        String whole = daemon.docker("push", to).ok();
        assertTrue(whole.contains("1: digest: " + digest + " size: "), whole);
        String one = daemon.docker("push", "--platform", "linux/s390x", to).ok();
        assertFalse(one.contains(digest), one);
        daemon.docker("rmi", "-f", from + "1", to).ok();
    }

    @Test
    void aMissingTagAndRepository() {
        Command.Result tag = daemon.docker("pull", registry.name() + "/team/box:nosuch");
        assertEquals(1, tag.exit());
        assertTrue(
                tag.err().contains("manifest for " + registry.name() + "/team/box:nosuch not found: manifest unknown"),
                tag.err());
        Command.Result run = daemon.docker("run", "--pull", "never", "nosuchimage", "true");
        assertEquals(125, run.exit());
        assertTrue(run.err().contains("No such image: nosuchimage:latest"), run.err());
    }

    @Test
    void runPullsWhatIsMissing() {
        daemon.docker("tag", "busybox", registry.name() + "/team/fresh:2").ok();
        daemon.docker("push", registry.name() + "/team/fresh:2").ok();
        daemon.docker("rmi", registry.name() + "/team/fresh:2").ok();
        Command.Result result = daemon.docker("run", "--rm", registry.name() + "/team/fresh:2", "echo", "hi");
        assertEquals("hi\n", result.out());
        assertTrue(
                result.err().contains("Unable to find image '" + registry.name() + "/team/fresh:2' locally"),
                result.err());
        daemon.docker("rmi", registry.name() + "/team/fresh:2").ok();
    }

    @Test
    void imagesListsAndFilters() {
        daemon.docker("tag", "busybox", "listed:v1").ok();
        String row = daemon.docker("images", "--format", "{{.Repository}}:{{.Tag}} {{.Size}}", "listed")
                .ok();
        assertTrue(row.matches("listed:v1 [0-9.]+[kM]B"), row);
        assertEquals(
                List.of("listed:v1"),
                daemon.docker("images", "-f", "reference=list*", "--format", "{{.Repository}}:{{.Tag}}")
                        .lines());
        assertEquals(
                "",
                daemon.docker("images", "-f", "dangling=true", "-q", "listed").ok());
        assertTrue(daemon.docker("rmi", "listed:v1").ok().contains("Untagged: listed:v1"));
    }

    @Test
    void inspectAndHistoryDescribeIt() {
        String id = daemon.docker("inspect", "-f", "{{.Id}}", "busybox").ok();
        assertTrue(id.matches("sha256:[0-9a-f]{64}"), id);
        assertEquals(
                "[sh] linux",
                daemon.docker("inspect", "-f", "{{.Config.Cmd}} {{.Os}}", "busybox")
                        .ok());
        assertEquals(
                id,
                daemon.docker("inspect", "-f", "{{.Id}}", id.substring(7, 15)).ok());
        assertTrue(daemon.docker("history", "busybox").lines().size() >= 2);
    }

    @Test
    void anImageInUseIsKept() {
        daemon.docker("tag", "busybox", "held:1").ok();
        daemon.docker("create", "--name", "holder", "held:1").ok();
        try {
            Command.Result refused = daemon.docker("rmi", "held:1");
            if (refused.exit() != 0) {
                assertTrue(refused.err().contains("conflict: unable to"), refused.err());
            }
            String id =
                    daemon.docker("inspect", "-f", "{{.Id}}", "busybox").ok().substring(7, 19);
            Command.Result byId = daemon.docker("rmi", id);
            assertEquals(1, byId.exit());
            assertTrue(byId.err().contains("conflict: unable to delete " + id), byId.err());
        } finally {
            daemon.docker("rm", "holder");
            daemon.docker("rmi", "held:1");
        }
    }

    @Test
    void saveAndLoadCarryTheImage(@TempDir Path directory) {
        daemon.docker("tag", "busybox", "carried:1").ok();
        String id = daemon.docker("inspect", "-f", "{{.Id}}", "carried:1").ok();
        Path archive = directory.resolve("carried.tar");
        daemon.docker("save", "-o", archive.toString(), "carried:1").ok();
        assertTrue(Command.run("tar", "-tf", archive.toString()).lines().contains("manifest.json"));
        daemon.docker("rmi", "carried:1").ok();
        assertEquals(
                "Loaded image: carried:1",
                daemon.docker("load", "-i", archive.toString()).ok());
        assertEquals(id, daemon.docker("inspect", "-f", "{{.Id}}", "carried:1").ok());
        daemon.docker("rmi", "carried:1").ok();
    }

    @Test
    void importTakesChanges(@TempDir Path directory) throws Exception {
        Path archive = directory.resolve("root.tar");
        TestImages.writeBusybox(archive);
        String id = daemon.docker(
                        "import",
                        "-c",
                        "CMD [\"echo\",\"made\"]",
                        "-c",
                        "ENV A=b",
                        "-m",
                        "by hand",
                        archive.toString(),
                        "made:1")
                .ok();
        assertTrue(id.matches("sha256:[0-9a-f]{64}"), id);
        assertEquals("made", daemon.docker("run", "--rm", "made:1").ok());
        assertEquals(
                "by hand",
                daemon.docker("inspect", "-f", "{{.Comment}}", "made:1").ok());
        daemon.docker("rmi", "made:1").ok();
    }

    @Test
    void exportAndCommitKeepWhatChanged(@TempDir Path directory) {
        daemon.docker("run", "--name", "changed", "busybox", "sh", "-c", "echo kept > /root/kept")
                .ok();
        Path archive = directory.resolve("out.tar");
        daemon.docker("export", "-o", archive.toString(), "changed").ok();
        assertTrue(Command.run("tar", "-tf", archive.toString()).out().contains("root/kept"));
        daemon.docker("commit", "-m", "kept", "changed", "committed:1").ok();
        assertEquals(
                "kept",
                daemon.docker("run", "--rm", "committed:1", "cat", "/root/kept").ok());
        daemon.docker("rm", "changed").ok();
        daemon.docker("rmi", "committed:1").ok();
    }

    @Test
    void theArchiveOfAnotherToolLoads(@TempDir Path directory) throws Exception {
        Path notATar = Files.writeString(directory.resolve("bad.tar"), "not a tar at all");
        Command.Result refused = daemon.docker("load", "-i", notATar.toString());
        assertEquals(1, refused.exit());
    }
}
