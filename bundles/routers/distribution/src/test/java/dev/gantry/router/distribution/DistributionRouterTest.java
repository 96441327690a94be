package dev.gantry.router.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DistributionRouterTest {
    private static final String OCI = "application/vnd.oci.image.";

    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final AtomicReference<String> opened = new AtomicReference<>("");
    private final AtomicReference<String> type = new AtomicReference<>(OCI + "manifest.v1+json");
    private final DistributionRouter router = new DistributionRouter(new JacksonCodec());

    DistributionRouterTest() {
        router.bindRegistry(fake(Registry.class, (_, method, args) -> {
            assertEquals("open", method.getName());
            assertEquals(Access.INSPECT, args[2]);
            opened.set(args[0] + " as " + ((Credentials) args[1]).username());
            return repository();
        }));
    }

    private static <T> T fake(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private RepositoryClient repository() {
        return fake(RepositoryClient.class, (_, method, args) -> switch (method.getName()) {
            case "manifest" -> manifest((String) args[0]);
            case "blob" -> blob((Descriptor) args[0]);
            case "close" -> null;
            default -> throw new AssertionError(method);
        });
    }

    private Manifest manifest(String tagOrDigest) {
        byte[] bytes = manifests.get(tagOrDigest);
        if (bytes == null) {
            throw EngineException.notFound("manifest unknown");
        }
        return new Manifest(new Descriptor(type.get(), digest(bytes), bytes.length), bytes);
    }

    private BlobStream blob(Descriptor wanted) {
        byte[] bytes = blobs.get(wanted.digest());
        return new BlobStream(new ByteArrayInputStream(bytes), 0, bytes.length);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(FakeExchange exchange) throws Exception {
        exchange.codec(new JacksonCodec()).sendTo(router);
        return exchange.text().strip();
    }

    private static FakeExchange of(String name) {
        return new FakeExchange("GET", "/distribution/" + name + "/json");
    }

    private void image(String tag, byte[] config, byte[] claimed) {
        blobs.put(digest(claimed), config);
        manifests.put(
                tag,
                ("{\"config\":{\"mediaType\":\"" + OCI + "config.v1+json\",\"digest\":\"" + digest(claimed)
                                + "\",\"size\":" + config.length + "}}")
                        .getBytes(UTF_8));
    }

    @Test
    void anIndexTellsItsPlatforms() throws Exception {
        type.set(OCI + "index.v1+json");
        manifests.put(
                "latest",
                "{\"manifests\":[{\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}},{\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\"}},{}]}"
                        .getBytes(UTF_8));
        assertEquals(
                "{\"Descriptor\":{\"mediaType\":\"" + OCI + "index.v1+json\",\"digest\":\""
                        + digest(manifests.get("latest")) + "\",\"size\":" + manifests.get("latest").length
                        + "},\"Platforms\":[{\"architecture\":\"amd64\",\"os\":\"linux\"},{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\"}]}",
                answer(of("reg.example:5000/team/box")));
        assertEquals("reg.example:5000/team/box:latest as ", opened.get());
    }

    @Test
    void aManifestTellsThePlatformOfItsConfiguration() throws Exception {
        byte[] config = "{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}".getBytes(UTF_8);
        image("1", config, config);
        String answer = answer(of("box:1"));
        assertEquals(
                "\"Platforms\":[{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}]}",
                answer.substring(answer.indexOf("\"Platforms\"")));
        assertEquals("docker.io/library/box:1 as ", opened.get());
    }

    @Test
    void aConfigurationThatIsNotWhatItClaimsIsRefused() {
        image("1", "{}".getBytes(UTF_8), "{\"a\":1}".getBytes(UTF_8));
        EngineException refused = assertThrows(EngineException.class, () -> answer(of("box:1")));
        assertEquals(ErrorKind.SYSTEM, refused.kind());
    }

    @Test
    void aBareIdIsAFailure() {
        for (String id : new String[] {"a".repeat(64), "sha256:" + "b".repeat(64)}) {
            EngineException refused = assertThrows(EngineException.class, () -> answer(of(id)));
            assertEquals(ErrorKind.SYSTEM, refused.kind());
            assertEquals("no manifest found for full image ID", refused.getMessage());
        }
    }

    @Test
    void whatTheRegistryRefusesIsPassedOn() {
        EngineException refused = assertThrows(EngineException.class, () -> answer(of("box:none")));
        assertEquals(ErrorKind.NOT_FOUND, refused.kind());
    }

    @Test
    void aMalformedNameIsRefused() {
        EngineException refused = assertThrows(EngineException.class, () -> answer(of("UPPER")));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
    }

    @Test
    void theClientsCredentialsAreUsedAndUnreadableOnesAreNone() throws Exception {
        manifests.put("latest", "{}".getBytes(UTF_8));
        String header = Base64.getUrlEncoder().encodeToString("{\"username\":\"bob\"}".getBytes(UTF_8));
        answer(of("box").header("X-Registry-Auth", header));
        assertEquals("docker.io/library/box:latest as bob", opened.get());
        answer(of("box").header("X-Registry-Auth", "%%%"));
        assertEquals("docker.io/library/box:latest as ", opened.get());
    }
}
