package dev.gantry.router.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.types.ImageDeleteResponse;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagesRouterTest {
    private final JacksonCodec json = new JacksonCodec();
    private final FakeImages images = new FakeImages();
    private final ImagesRouter router = new ImagesRouter(json);

    ImagesRouterTest() {
        router.bindImages(images.service());
    }

    private FakeExchange send(String method, String target) throws Exception {
        return send(new FakeExchange(method, target));
    }

    private FakeExchange send(FakeExchange exchange) throws Exception {
        return exchange.codec(json).sendTo(router);
    }

    private static ImageSummary nameless() {
        return new ImageSummary("sha256:1", "", List.of(), List.of(), 1, 7, -1, 0, null, 2, null, null);
    }

    @Test
    void showsOlderClientsWhatTheyKnow() throws Exception {
        images.on("list", _ -> List.of(nameless()));
        String newest = send("GET", "/images/json").text();
        assertTrue(newest.contains("\"RepoTags\":[]") && newest.contains("\"Containers\":2"), newest);
        assertFalse(newest.contains("VirtualSize"), newest);
        assertTrue(send("GET", "/v1.50/images/json").text().contains("\"Containers\":-1"));
        String old = send("GET", "/v1.41/images/json").text();
        assertTrue(old.contains("\"RepoTags\":[\"<none>:<none>\"]") && old.contains("\"VirtualSize\":7"), old);
    }

    @Test
    void readsAnAddressToImportFrom() throws Exception {
        images.on("importImage", arguments -> {
            ImportRequest request = (ImportRequest) arguments[0];
            assertEquals("http://files.example/root.tar", String.valueOf(request.address()));
            return "sha256:1";
        });
        String query = "/images/create?repo=made&fromSrc=files.example/root.tar";
        assertEquals("{\"status\":\"sha256:1\"}\r\n", send("POST", query).text());
        assertThrows(EngineException.class, () -> send("POST", "/images/create?fromSrc="));
    }

    @Test
    void readsThePlatformsOfARemoval() throws Exception {
        images.on("remove", _ -> List.of());
        String query = "/images/x?platforms=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%7D";
        send("DELETE", query);
        assertTrue(images.calls.getLast().contains("architecture=arm64"), images.calls.getLast());
        send("DELETE", "/v1.49" + query);
        assertEquals("remove [x, false, true, []]", images.calls.getLast());
        assertThrows(EngineException.class, () -> send("DELETE", "/images/x?platforms=linux"));
    }

    @Test
    void readsTheQueryOfAList() throws Exception {
        images.on("list", arguments -> {
            ListQuery query = (ListQuery) arguments[0];
            assertEquals(List.of("a*"), query.filters().get("reference"));
            assertTrue(query.all() && !query.sharedSize());
            return List.of();
        });
        assertEquals(
                "[]\n",
                send("GET", "/v1.41/images/json?all=1&shared-size=1&filters=%7B%22reference%22%3A%5B%22a%2A%22%5D%7D")
                        .text());
    }

    @Test
    void streamsAPullWithItsCredentials() throws Exception {
        String auth = Base64.getUrlEncoder().encodeToString("{\"username\":\"u\",\"password\":\"p\"}".getBytes(UTF_8));
        images.on("pull", arguments -> {
            PullRequest request = (PullRequest) arguments[0];
            assertEquals("docker.io/library/x:1", request.reference().toString());
            assertEquals("p", request.credentials().password());
            assertEquals("arm64", request.platform().architecture());
            ((ProgressSink) arguments[1]).status("1", "Pulling from library/x");
            return null;
        });
        FakeExchange pull = send(new FakeExchange("POST", "/images/create?fromImage=x&tag=1&platform=linux/arm64")
                .header("X-Registry-Auth", auth));
        assertEquals("{\"status\":\"Pulling from library/x\",\"id\":\"1\"}\r\n", pull.text());
        assertEquals(200, pull.status());
    }

    @Test
    void tellsRegistriesWhoAsks() throws Exception {
        images.on("pull", arguments -> {
            PullRequest request = (PullRequest) arguments[0];
            assertEquals(
                    Map.of("User-Agent", List.of("Docker-Client/28.5.2"), "X-Meta-A", List.of("b")), request.headers());
            ((ProgressSink) arguments[1]).status("begun");
            return null;
        });
        FakeExchange pull = new FakeExchange("POST", "/images/create?fromImage=x&tag=1").header("X-Meta-A", "b");
        ClientAgent.handle("Docker-Client/28.5.2", e -> send((FakeExchange) e), pull);
        assertEquals("{\"status\":\"begun\"}\r\n", pull.text());
    }

    @Test
    void tellsAFailureByStatusBeforeTheFirstMessageAndInTheStreamAfterIt() throws Exception {
        images.on("pull", _ -> {
            throw EngineException.notFound("manifest for x:1 not found");
        });
        assertEquals(
                "manifest for x:1 not found",
                assertThrows(EngineException.class, () -> send("POST", "/images/create?fromImage=x&tag=1"))
                        .getMessage());
        images.on("pull", arguments -> {
            ((ProgressSink) arguments[1]).status("begun");
            throw EngineException.system("torn");
        });
        assertEquals(
                "{\"status\":\"begun\"}\r\n{\"errorDetail\":{\"message\":\"torn\"},\"error\":\"torn\"}\r\n",
                send("POST", "/images/create?fromImage=x&tag=1").text());
        images.on("load", _ -> {
            throw EngineException.invalidParameter("archive/tar: invalid tar header");
        });
        FakeExchange load = send(new FakeExchange("POST", "/images/load").body("x"));
        assertEquals(200, load.status());
        assertTrue(load.text().contains("\"error\":\"archive/tar: invalid tar header\""), load.text());
    }

    @Test
    void takesADigestForATag() throws Exception {
        String digest = "sha256:" + "ab".repeat(32);
        images.on("pull", arguments -> {
            assertEquals(
                    "docker.io/library/x@" + digest,
                    ((PullRequest) arguments[0]).reference().toString());
            return null;
        });
        send("POST", "/images/create?fromImage=x&tag=" + digest);
        send("POST", "/images/create?fromImage=x@" + digest);
        assertEquals(
                "invalid reference format",
                assertThrows(EngineException.class, () -> send("POST", "/images/create?fromImage=a%20b"))
                        .getMessage());
        assertEquals(
                "invalid tag format",
                assertThrows(EngineException.class, () -> send("POST", "/images/create?fromImage=a&tag=b%20c"))
                        .getMessage());
    }

    @Test
    void importsTheBody() throws Exception {
        images.on("importImage", arguments -> {
            ImportRequest request = (ImportRequest) arguments[0];
            assertEquals("docker.io/library/made:latest", String.valueOf(request.target()));
            assertEquals(List.of("CMD x", "ENV A=b"), request.changes());
            return "sha256:1";
        });
        FakeExchange made =
                send(new FakeExchange("POST", "/images/create?fromSrc=-&repo=made&changes=CMD%20x&changes=ENV%20A%3Db")
                        .body(new ByteArrayInputStream(new byte[1])));
        assertEquals("{\"status\":\"sha256:1\"}\r\n", made.text());
    }

    @Test
    void passesNamesWithSlashesOn() throws Exception {
        images.on("tag", _ -> null);
        assertEquals(
                201,
                send("POST", "/images/localhost:5000/a/b:1/tag?repo=c&tag=2").status());
        images.on("remove", _ -> List.of(new ImageDeleteResponse("a:1", ""), new ImageDeleteResponse("", "sha256:1")));
        assertEquals(
                "[{\"Untagged\":\"a:1\"},{\"Deleted\":\"sha256:1\"}]\n",
                send("DELETE", "/images/localhost:5000/a/b:1?force=1&noprune=1").text());
        images.on("push", arguments -> {
            assertEquals(
                    "localhost:5000/a/b:2",
                    ((PushRequest) arguments[0]).reference().toString());
            return null;
        });
        send("POST", "/images/localhost:5000/a/b/push?tag=2");
        assertEquals(
                List.of(
                        "tag [localhost:5000/a/b:1, docker.io/library/c:2]",
                        "remove [localhost:5000/a/b:1, true, false, []]"),
                images.calls.subList(0, 2));
    }

    @Test
    void savesAfterMakingSureThatItCan() throws Exception {
        images.on("checkSave", _ -> {
            throw EngineException.notFound("No such image: x:latest");
        });
        assertThrows(EngineException.class, () -> send("GET", "/images/get?names=x&names=y"));
        images.on("checkSave", _ -> null).on("save", arguments -> {
            try {
                ((OutputStream) arguments[2]).write("tar".getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
        assertEquals("tar", send("GET", "/images/a/b:1/get").text());
        assertTrue(images.calls.getFirst().startsWith("checkSave [[x, y], null]"), images.calls.toString());
    }
}
