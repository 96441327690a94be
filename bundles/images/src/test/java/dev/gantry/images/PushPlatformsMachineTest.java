package dev.gantry.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What a push brings to the registry of an image for several platforms.
@Tag("machine")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushPlatformsMachineTest {
    private static final Platform HOST = Platforms.host();
    private static final Platform OTHER = Platforms.parse("linux/s390x");
    private static final Platform THIRD = Platforms.parse("linux/riscv64");

    private Fixture fixture;
    private String host;

    @BeforeAll
    void start() throws IOException {
        fixture = new Fixture();
        host = fixture.host();
    }

    @AfterAll
    void stop() throws IOException {
        fixture.close();
    }

    @AfterEach
    void forget() {
        for (var image : fixture.images.list(
                new dev.gantry.api.image.ListQuery(dev.gantry.api.types.Filters.NONE, true, false, false))) {
            fixture.images.remove(image.Id(), true, true);
        }
        fixture.collect();
    }

    private RepositoryClient repository(String name) {
        return fixture.registry.open(Reference.parse(name), Credentials.NONE, Access.PUSH, Map.of());
    }

    /// Puts an index of images for these platforms into the registry, and an attestation when wanted.
    ///
    /// @return the index's digest
    private String publish(String name, boolean attested, Platform... platforms) {
        try (RepositoryClient client = repository(name)) {
            List<String> entries = new ArrayList<>();
            for (Platform platform : platforms) {
                Descriptor manifest = image(client, platform);
                entries.add(entry(manifest, platform.architecture(), platform.os(), ""));
                if (attested) {
                    entries.add(entry(
                            image(client, new Platform("unknown", "unknown", "", null, platform.architecture())),
                            "unknown",
                            "unknown",
                            ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\""
                                    + manifest.digest() + "\"}"));
                }
            }
            byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                            + String.join(",", entries) + "]}")
                    .getBytes(UTF_8);
            Fixture.put(client, String.valueOf(Reference.parse(name).tag()), MediaTypes.OCI_INDEX, index);
            return Digests.of(index);
        }
    }

    private static String entry(Descriptor manifest, String architecture, String os, String more) {
        return "{\"mediaType\":\"" + manifest.mediaType() + "\",\"digest\":\"" + manifest.digest() + "\",\"size\":"
                + manifest.size() + ",\"platform\":{\"architecture\":\"" + architecture + "\",\"os\":\"" + os + "\"}"
                + more + "}";
    }

    private static Descriptor image(RepositoryClient client, Platform platform) {
        byte[] layer = Tars.of(Map.of("etc/hosts", (platform.architecture() + platform.variant()).getBytes(UTF_8)));
        byte[] config = ("{\"architecture\":\"" + platform.architecture() + "\",\"os\":\"" + platform.os()
                        + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + Digests.of(layer) + "\"]}}")
                .getBytes(UTF_8);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
                        + blob(client, MediaTypes.OCI_CONFIG, config) + ",\"layers\":["
                        + blob(client, MediaTypes.OCI_LAYER, layer) + "]}")
                .getBytes(UTF_8);
        Fixture.put(client, Digests.of(manifest), MediaTypes.OCI_MANIFEST, manifest);
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digests.of(manifest), manifest.length);
    }

    private static String blob(RepositoryClient client, String type, byte[] bytes) {
        Descriptor blob = new Descriptor(type, Digests.of(bytes), bytes.length);
        client.pushBlob(blob, () -> new ByteArrayInputStream(bytes), _ -> {});
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + blob.digest() + "\",\"size\":" + bytes.length + "}";
    }

    private void pull(String name, Platform platform) {
        fixture.images.pull(
                new PullRequest(Reference.parse(name), platform, Credentials.NONE, Map.of()), ProgressSink.NONE);
    }

    /// @return what was told, and the notes for programs
    private List<String> push(String from, String to, @Nullable Platform platform) {
        fixture.images.tag(from, Reference.parse(to));
        List<String> told = new ArrayList<>();
        fixture.images.push(
                new PushRequest(Reference.parse(to), platform, Credentials.NONE, Map.of()),
                message -> told.add(
                        message.aux() == null
                                ? Fixture.text(message)
                                : new String(fixture.json.write(message.aux()), UTF_8)));
        return told;
    }

    private Descriptor remote(String name) {
        try (RepositoryClient client = repository(name)) {
            return client.resolve(String.valueOf(Reference.parse(name).tag()));
        }
    }

    private EngineException refusal(String from, String to, @Nullable Platform platform) {
        return assertThrows(EngineException.class, () -> push(from, to, platform));
    }

    @Test
    void theWholeIndexIsPushedWhenAllOfItIsHere() {
        String from = host + "/whole/from:1";
        String index = publish(from, false, HOST, OTHER);
        pull(from, HOST);
        pull(from, OTHER);
        List<String> told = push(from, host + "/whole/to:1", null);
        Descriptor pushed = remote(host + "/whole/to:1");
        assertEquals(MediaTypes.OCI_INDEX, pushed.mediaType());
        assertEquals(index, pushed.digest());
        assertTrue(told.contains("1: digest: " + index + " size: " + pushed.size()), told.toString());
        assertFalse(told.toString().contains("manifestPushedInsteadOfIndex"), told.toString());
        assertTrue(fixture.images.resolve(host + "/whole/to:1").digests().contains(host + "/whole/to@" + index));
        // Both platforms can be had from there.
        fixture.images.remove(host + "/whole/to:1", true, true);
        pull(host + "/whole/to:1", OTHER);
    }

    @Test
    void anIndexOfOneManifestKeepsItsDigest() {
        String from = host + "/single/from:1";
        String index = publish(from, false, HOST);
        pull(from, HOST);
        push(from, host + "/single/to:1", null);
        assertEquals(index, remote(host + "/single/to:1").digest());
    }

    @Test
    void whereAPlatformIsMissingTheOneThatIsHereIsPushedAndANoteSaysSo() {
        String from = host + "/part/from:1";
        String index = publish(from, false, HOST, OTHER);
        pull(from, OTHER);
        String manifest = fixture.images.inspect(from, null, true).Manifests().stream()
                .filter(summary -> summary.Available())
                .findFirst()
                .orElseThrow()
                .ID();
        List<String> told = push(from, host + "/part/to:1", null);
        assertEquals(manifest, remote(host + "/part/to:1").digest());
        String note = told.stream()
                .filter(text -> text.contains("manifestPushedInsteadOfIndex"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                note.startsWith("{\"manifestPushedInsteadOfIndex\":true,\"originalIndex\":{\"mediaType\":\""
                        + MediaTypes.OCI_INDEX + "\",\"digest\":\"" + index + "\""),
                note);
        assertTrue(
                note.contains("\"selectedManifest\":{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\""
                        + manifest + "\""),
                note);
    }

    @Test
    void anAttestationThatIsNotHereCountsAsMissing() {
        String from = host + "/attested/from:1";
        publish(from, true, HOST);
        pull(from, HOST);
        assertTrue(push(from, host + "/attested/to:1", null).toString().contains("manifestPushedInsteadOfIndex"));
        assertEquals(MediaTypes.OCI_MANIFEST, remote(host + "/attested/to:1").mediaType());
    }

    @Test
    void whatTheRepositoryHasAlreadyNeedNotBeHere() {
        String from = host + "/again:1";
        String index = publish(from, true, HOST, OTHER);
        pull(from, HOST);
        push(from, host + "/again:2", null);
        assertEquals(index, remote(host + "/again:2").digest());
    }

    @Test
    void ofSeveralButNotAllThisMachinesIsPushed() {
        String from = host + "/some/from:1";
        publish(from, false, HOST, OTHER, THIRD);
        pull(from, HOST);
        String id = fixture.images.resolve(from).id();
        pull(from, OTHER);
        assertTrue(push(from, host + "/some/to:1", null).toString().contains("manifestPushedInsteadOfIndex"));
        pull(host + "/some/to:1", HOST);
        assertEquals(id, fixture.images.resolve(host + "/some/to:1").id());
    }

    @Test
    void ofSeveralButNotAllAndNoneForThisMachineOneMustBeNamed() {
        String from = host + "/unclear/from:1";
        publish(from, false, HOST, OTHER, THIRD);
        pull(from, OTHER);
        pull(from, THIRD);
        EngineException unclear = refusal(from, host + "/unclear/to:1", null);
        assertEquals(ErrorKind.CONFLICT, unclear.kind());
        assertEquals("multiple matching manifests found but no specific platform requested", unclear.getMessage());
    }

    @Test
    void aPlatformThatIsAskedForIsPushedAlone() {
        String from = host + "/asked/from:1";
        publish(from, false, HOST, OTHER);
        pull(from, OTHER);
        pull(from, HOST);
        List<String> told = push(from, host + "/asked/to:1", OTHER);
        assertFalse(told.toString().contains("manifestPushedInsteadOfIndex"), told.toString());
        fixture.images.remove(host + "/asked/to:1", true, true);
        pull(host + "/asked/to:1", OTHER);
        assertEquals(
                "s390x",
                fixture.images.inspect(host + "/asked/to:1", null, false).Architecture());
        EngineException missing = refusal(from, host + "/asked/to:2", THIRD);
        assertEquals(ErrorKind.NOT_FOUND, missing.kind());
        assertEquals(
                "image with reference " + host
                        + "/asked/to:2 was found but does not provide the specified platform (linux/riscv64)",
                missing.getMessage());
    }

    /// It was tried five times, with pauses, before anybody was told.
    @Test
    void aRegistryThatCannotBeReachedIsToldAtOnce() throws IOException {
        String name = "127.0.0.1:1/plain/to:1";
        fixture.importImage(name, Tars.of(Map.of("a", new byte[1])));
        List<String> told = new ArrayList<>();
        assertThrows(
                EngineException.class,
                () -> fixture.images.push(
                        new PushRequest(Reference.parse(name), null, Credentials.NONE, Map.of()),
                        message -> told.add(Fixture.text(message))));
        assertEquals(List.of("The push refers to repository [127.0.0.1:1/plain/to]"), told);
    }

    @Test
    void anImageForOnePlatformIsRefusedForAnother() throws IOException {
        fixture.importImage(host + "/plain/to:1", Tars.of(Map.of("a", new byte[1])));
        EngineException other = refusal(host + "/plain/to:1", host + "/plain/to:1", OTHER);
        assertEquals(ErrorKind.NOT_FOUND, other.kind());
        push(host + "/plain/to:1", host + "/plain/to:1", HOST);
    }
}
