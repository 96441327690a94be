package dev.gantry.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.CommitRequest;
import dev.gantry.api.image.ImageInfo;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.Filters;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Tag("machine")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesMachineTest {
    private static final byte[] BASE =
            Tars.of(Map.of("etc/", new byte[0], "etc/hosts", "own".getBytes(UTF_8), "bin/", new byte[0]));
    private static final byte[] TOP = Tars.of(Map.of("data", new byte[300_000]));

    private Fixture fixture;
    private String host;

    @BeforeAll
    void start() throws IOException {
        fixture = new Fixture();
        host = fixture.host();
    }

    @AfterAll
    void stop() throws IOException {
        if (fixture != null) {
            fixture.close();
        }
    }

    @AfterEach
    void leavesNothingBehind() {
        for (var image : fixture.images.list(new ListQuery(Filters.NONE, true, false, false))) {
            fixture.images.remove(image.Id(), true, true);
        }
        fixture.collect();
        assertEquals(Map.of("content", 0, "ingests", 0, "snapshots", 0, "leases", 0, "images", 0), fixture.holdings());
    }

    private String publishOci(String repository) throws IOException {
        return fixture.publish(
                host + "/" + repository,
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                MediaTypes.OCI_LAYER + "+gzip",
                List.of(Tars.gzip(BASE), Tars.gzip(TOP)),
                List.of(BASE, TOP));
    }

    @Test
    void importsAFileSystemWithChanges() throws IOException {
        String id =
                fixture.importImage("made:1", BASE, "CMD [\"sh\", \"-c\"]", "ENV A=b C=\"d e\"", "EXPOSE 80 53/udp");
        ImageInfo info = fixture.images.resolve("made:1");
        assertEquals(id, info.id());
        assertEquals(List.of("sh", "-c"), info.config().Cmd());
        assertEquals(List.of("A=b", "C=d e"), info.config().Env());
        assertEquals(List.of("made:1"), info.tags());
        assertEquals(List.of(Digests.of(BASE)), info.diffIds());
        assertEquals(id, fixture.importImage("", Tars.gzip(BASE)).isEmpty() ? "" : id);
    }

    @Test
    void refusesAnImportThatIsNoArchive() {
        EngineException e = assertThrows(
                EngineException.class,
                () -> fixture.importImage("bad:1", "nonsense".repeat(200).getBytes(UTF_8)));
        assertTrue(e.getMessage().startsWith("Error processing tar file"), e.getMessage());
    }

    @Test
    void pullsAnOciImageAndTellsAsDockerDoes() throws IOException {
        String digest = publishOci("team/box:1");
        List<String> told = fixture.pull(host + "/team/box:1");
        String base = Digests.brief(Digests.of(Tars.gzip(BASE)));
        assertEquals("1 Pulling from team/box", told.getFirst());
        for (String state :
                List.of("Pulling fs layer", "Verifying Checksum", "Download complete", "Extracting", "Pull complete")) {
            assertTrue(told.contains(base + " " + state), state + " in " + told);
        }
        assertEquals(
                List.of("Digest: " + digest, "Status: Downloaded newer image for " + host + "/team/box:1"),
                told.subList(told.size() - 2, told.size()));
        var image = fixture.images.inspect(host + "/team/box:1", null, false);
        assertEquals(List.of(host + "/team/box@" + digest), image.RepoDigests());
        assertEquals(List.of(Digests.of(BASE), Digests.of(TOP)), image.RootFS().Layers());
        assertTrue(image.Size() >= 300_000, "size " + image.Size());
        assertEquals(
                List.of(
                        "1 Pulling from team/box",
                        "Digest: " + digest,
                        "Status: Image is up to date for " + host + "/team/box:1"),
                fixture.pull(host + "/team/box:1"));
        assertEquals(
                image.Id(), fixture.images.resolve(host + "/team/box@" + digest).id());
        assertEquals(
                image.Id(), fixture.images.resolve(image.Id().substring(7, 14)).id());
    }

    @Test
    void pullsDockerAndPlainLayersOutOfAList() throws IOException {
        String digest = fixture.publish(
                host + "/team/plain:1",
                MediaTypes.DOCKER_MANIFEST,
                MediaTypes.DOCKER_CONFIG,
                MediaTypes.DOCKER_LAYER,
                List.of(BASE),
                List.of(BASE));
        String entry = "{\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST
                + "\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}}";
        long size;
        try (var client = fixture.registry.open(
                Reference.parse(host + "/team/plain:1"),
                Credentials.NONE,
                dev.gantry.api.registry.Access.PUSH,
                Map.of())) {
            size = client.resolve("1").size();
            String here = dev.gantry.api.image.Platforms.host().architecture();
            byte[] list = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.DOCKER_LIST + "\",\"manifests\":["
                            + entry.formatted(digest, size, here) + "]}")
                    .getBytes(UTF_8);
            Fixture.put(client, "list", MediaTypes.DOCKER_LIST, list);
            List<String> told = fixture.pull(host + "/team/plain:list");
            assertTrue(told.contains("Digest: " + Digests.of(list)), told.toString());
            assertEquals(
                    List.of(host + "/team/plain@" + Digests.of(list)),
                    fixture.images.resolve(host + "/team/plain:list").digests());
        }
        var other = new dev.gantry.api.image.PullRequest(
                Reference.parse(host + "/team/plain:list"),
                dev.gantry.api.image.Platforms.parse("linux/s390x"),
                Credentials.NONE,
                Map.of());
        EngineException e = assertThrows(EngineException.class, () -> fixture.images.pull(other, ProgressSink.NONE));
        assertEquals("no matching manifest for linux/s390x in the manifest list entries", e.getMessage());
    }

    @Test
    void pullsAllTags() throws IOException {
        publishOci("team/all:x");
        publishOci("team/all:y");
        List<String> told = fixture.pull(host + "/team/all");
        assertTrue(
                told.contains("x Pulling from team/all") && told.contains("y Pulling from team/all"), told.toString());
        assertEquals("Status: Downloaded newer image for " + host + "/team/all", told.getLast());
        assertEquals(2, fixture.images.resolve(host + "/team/all:x").tags().size());
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(
                "manifest for " + host + "/no/such:1 not found: manifest unknown: manifest unknown",
                assertThrows(EngineException.class, () -> fixture.pull(host + "/no/such:1"))
                        .getMessage());
        assertEquals(
                "No such image: nosuch:latest",
                assertThrows(EngineException.class, () -> fixture.images.resolve("nosuch"))
                        .getMessage());
    }

    @Test
    void refusesALayerThatIsNotWhatTheConfigurationSays() throws IOException {
        fixture.publish(
                host + "/team/wrong:1",
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                MediaTypes.OCI_LAYER + "+gzip",
                List.of(Tars.gzip(BASE), Tars.gzip(TOP)),
                List.of(BASE, BASE));
        EngineException e = assertThrows(EngineException.class, () -> fixture.pull(host + "/team/wrong:1"));
        assertTrue(e.getMessage().startsWith("failed to register layer: wrong diff id"), e.getMessage());
    }

    @Test
    void pushesWhatItHasAndPullsItAgain() throws IOException {
        String id = fixture.importImage(host + "/team/pushed:1", Tars.gzip(BASE), "CMD [\"sh\"]");
        List<String> told = new java.util.ArrayList<>();
        PushRequest push = new PushRequest(Reference.parse(host + "/team/pushed:1"), null, Credentials.NONE, Map.of());
        fixture.images.push(push, message -> told.add(Fixture.text(message)));
        assertEquals("The push refers to repository [" + host + "/team/pushed]", told.getFirst());
        assertTrue(told.contains(Digests.brief(Digests.of(BASE)) + " Pushed"), told.toString());
        told.clear();
        fixture.images.push(push, message -> told.add(Fixture.text(message)));
        assertTrue(told.contains(Digests.brief(Digests.of(BASE)) + " Layer already exists"), told.toString());
        fixture.images.tag(id, Reference.parse(host + "/other/pushed:2"));
        told.clear();
        fixture.images.push(
                new PushRequest(Reference.parse(host + "/other/pushed:2"), null, Credentials.NONE, Map.of()),
                message -> told.add(Fixture.text(message)));
        assertTrue(told.contains(Digests.brief(Digests.of(BASE)) + " Mounted from team/pushed"), told.toString());
        assertEquals(2, fixture.images.resolve(id).digests().size());
        fixture.images.remove(id, true, true);
        fixture.collect();
        fixture.pull(host + "/team/pushed:1");
        assertEquals(id, fixture.images.resolve(host + "/team/pushed:1").id());
    }

    @Test
    void givesContainersARootWithItsInitLayer() throws IOException {
        String id = fixture.importImage("rooted:1", BASE);
        Rootfs root = fixture.images.prepareRootfs("c1", id);
        assertEquals("c1", root.key());
        assertThrows(EngineException.class, () -> fixture.images.prepareRootfs("c1", id));
        fixture.images.prepareRootfs("c2", id);
        assertEquals(root.mounts(), fixture.images.rootfs("c1").mounts());
        fixture.images.remove("rooted:1", true, true);
        fixture.collect();
        assertFalse(fixture.images.rootfs("c1").mounts().isEmpty());
        assertTrue(fixture.images.usage("c1").total() >= 0);
        fixture.images.removeRootfs("c1");
        fixture.images.removeRootfs("c2");
        fixture.images.removeRootfs("c2");
        Rootfs bare = fixture.images.prepareRootfs("c3", "");
        assertEquals("c3", bare.key());
        fixture.images.removeRootfs("c3");
    }

    private List<String> load(byte[] archive) throws IOException {
        List<String> told = new ArrayList<>();
        fixture.images.load(new ByteArrayInputStream(archive), null, true, message -> told.add(Fixture.text(message)));
        return told;
    }

    @Test
    void savesAndLoadsWithTheSameIds() throws IOException {
        publishOci("team/saved:1");
        fixture.pull(host + "/team/saved:1");
        String second = fixture.importImage("second:1", BASE, "CMD [\"sh\"]");
        fixture.images.tag("second:1", Reference.parse("second:2"));
        var before = fixture.images.resolve(host + "/team/saved:1");
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        fixture.images.save(List.of(host + "/team/saved:1", "second"), null, archive);
        leavesNothingBehind();
        assertEquals(
                List.of("Loaded image: " + host + "/team/saved:1", "Loaded image: second:1", "Loaded image: second:2"),
                load(Tars.gzip(archive.toByteArray())));
        var after = fixture.images.resolve(host + "/team/saved:1");
        assertEquals(before.id(), after.id());
        assertEquals(before.manifest().digest(), after.manifest().digest());
        assertEquals(second, fixture.images.resolve("second:2").id());
        assertEquals(
                "No such image: nosuch:latest",
                assertThrows(EngineException.class, () -> fixture.images.checkSave(List.of("nosuch"), null))
                        .getMessage());
        ByteArrayOutputStream nameless = new ByteArrayOutputStream();
        fixture.images.save(List.of(second), null, nameless);
        leavesNothingBehind();
        assertEquals(List.of("Loaded image ID: " + second), load(nameless.toByteArray()));
        assertEquals(List.of(), fixture.images.resolve(second).tags());
    }

    @Test
    void loadsTheArchivesOfOlderEngines() throws IOException {
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digests.of(BASE) + "\"]},\"config\":{\"Cmd\":[\"sh\"]}}")
                .getBytes(UTF_8);
        String list = "[{\"Config\":\"abc.json\",\"RepoTags\":[\"old:1\"],\"Layers\":[\"" + "x".repeat(110)
                + "/layer.tar\"]}]";
        byte[] archive = Tars.of(Map.of(
                "abc.json", config, "x".repeat(110) + "/layer.tar", BASE, "manifest.json", list.getBytes(UTF_8)));
        assertEquals(List.of("Loaded image: old:1"), load(archive));
        assertEquals(Digests.of(config), fixture.images.resolve("old:1").id());
        String other = fixture.importImage("other:1", TOP);
        fixture.images.tag("other:1", Reference.parse("old:1"));
        assertEquals(
                List.of(
                        "The image old:1 already exists, renaming the old one with ID " + other + " to empty string",
                        "Loaded image: old:1"),
                load(archive));
    }

    @Test
    void refusesWhatIsNoImageArchive() {
        assertEquals(
                "archive/tar: invalid tar header",
                assertThrows(
                                EngineException.class,
                                () -> load("nonsense".repeat(100).getBytes(UTF_8)))
                        .getMessage());
        assertEquals(
                "unexpected EOF",
                assertThrows(EngineException.class, () -> load("short".getBytes(UTF_8)))
                        .getMessage());
        assertEquals(
                "open manifest.json: no such file or directory",
                assertThrows(EngineException.class, () -> load(Tars.of(Map.of("a", new byte[9]))))
                        .getMessage());
    }

    @Test
    void commitsWhatAContainerHasChanged() throws Exception {
        String id = fixture.importImage("base:1", BASE, "CMD [\"sh\"]");
        Rootfs root = fixture.images.prepareRootfs("changed", id);
        Path upper = Path.of(root.mounts().getFirst().options().stream()
                .filter(option -> option.startsWith("upperdir="))
                .findFirst()
                .orElseThrow()
                .substring(9));
        Files.writeString(upper.resolve("kept"), "kept");
        ContainerConfig config = ContainerConfigBuilder.builder(EMPTY)
                .Cmd(List.of("sh", "-c", "x"))
                .Env(List.of("A=b"))
                .build();
        String made = fixture.images.commit(new CommitRequest(
                "changed", id, config, null, List.of("LABEL made=yes"), Reference.parse("made:1"), "me", "why"));
        fixture.images.removeRootfs("changed");
        var image = fixture.images.inspect("made:1", null, false);
        assertEquals(made, image.Id());
        assertEquals(id, image.Parent());
        assertEquals(List.of("sh", "-c", "x"), image.Config().Cmd());
        assertEquals(Map.of("made", "yes"), image.Config().Labels());
        assertEquals("why", image.Comment());
        assertEquals(2, image.RootFS().Layers().size());
        assertEquals(
                List.of(made, id),
                fixture.images.history("made:1", null).stream()
                        .map(line -> line.Id())
                        .toList());
        assertEquals(
                "conflict: unable to delete " + Digests.brief(id)
                        + " (cannot be forced) - image has dependent child images",
                assertThrows(EngineException.class, () -> fixture.images.remove(id, true, true))
                        .getMessage());
    }

    private static final ContainerConfig EMPTY = new ContainerConfig(
            "", "", "", false, false, false, null, false, false, false, null, null, null, false, "", null, "", null,
            false, "", null, null, "", null, null);
}
