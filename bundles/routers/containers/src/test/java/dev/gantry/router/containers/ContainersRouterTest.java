package dev.gantry.router.containers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.container.CreateRequest;
import dev.gantry.api.container.ListRequest;
import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.container.StopRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.types.ContainerCreateResponse;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.ContainerSummaryBuilder;
import dev.gantry.api.types.HostConfigSummary;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContainersRouterTest {
    private final FakeContainers containers = new FakeContainers();

    private FakeExchange ask(String method, String target) throws Exception {
        return new FakeExchange(method, target).codec(new JacksonCodec()).sendTo(containers.router());
    }

    private static ContainerSummary summary() {
        return ContainerSummaryBuilder.builder()
                .Id("x")
                .HostConfig(new HostConfigSummary("bridge", Map.of("a", "b")))
                .build();
    }

    @Test
    void listsWhatIsAskedFor() throws Exception {
        containers.when("version", _ -> 1L).when("list", _ -> List.of(summary()));
        FakeExchange answer = ask("GET", "/v1.51/containers/json?all=1&limit=3&filters=%7B%22name%22:%5B%22w%22%5D%7D");
        ListRequest asked = (ListRequest) containers.arguments.get("list")[0];
        assertTrue(asked.all() && asked.limit() == 3 && !asked.size());
        assertEquals(List.of("w"), asked.filters().get("name"));
        assertTrue(answer.text().startsWith("[{\"Id\":\"x\"") && answer.text().endsWith("}]\n"));
        assertTrue(answer.text().contains("\"Annotations\":{\"a\":\"b\"}"));
    }

    @Test
    void showsOldClientsWhatTheyKnow() throws Exception {
        containers.when("version", _ -> 1L).when("list", _ -> List.of(summary()));
        assertFalse(ask("GET", "/v1.45/containers/json").text().contains("Annotations"));
        assertEquals("[]\n", new FakeContainersWithNothing().answer());
    }

    private static final class FakeContainersWithNothing {
        String answer() throws Exception {
            FakeContainers none = new FakeContainers().when("version", _ -> 1L).when("list", _ -> List.of());
            return new FakeExchange("GET", "/containers/json")
                    .sendTo(none.router())
                    .text();
        }
    }

    @Test
    void refusesMalformedFilters() {
        for (String filters : List.of("nonsense", "[]", "%7B%22a%22:1%7D")) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> ask("GET", "/containers/json?filters=" + filters));
            assertEquals("invalid filter", refused.getMessage());
        }
    }

    @Test
    void encodesAListOnceForAVersionOfTheCatalog() {
        AnswerCache cache = new AnswerCache();
        AtomicLong made = new AtomicLong();
        byte[] first =
                cache.get(ListRequest.ALL, ApiVersion.NEWEST, 1, () -> new byte[] {(byte) made.incrementAndGet()});
        byte[] second =
                cache.get(ListRequest.ALL, ApiVersion.NEWEST, 1, () -> new byte[] {(byte) made.incrementAndGet()});
        assertTrue(first == second || made.get() == 2, "only a new second makes it anew");
        long before = made.get();
        cache.get(ListRequest.ALL, ApiVersion.NEWEST, 2, () -> new byte[] {(byte) made.incrementAndGet()});
        assertEquals(before + 1, made.get());
    }

    @Test
    void createsWithNamePlatformAndBody() throws Exception {
        containers.when("create", _ -> new ContainerCreateResponse("id", null));
        FakeExchange answer = new FakeExchange("POST", "/containers/create?name=web&platform=linux/arm/v7")
                .codec(new JacksonCodec())
                .body("{\"Image\":\"busybox\",\"Cmd\":\"ls\",\"HostConfig\":{\"PidsLimit\":-1}}")
                .sendTo(containers.router());
        CreateRequest asked = (CreateRequest) containers.arguments.get("create")[0];
        assertEquals("web", asked.name());
        assertEquals("v7", asked.platform().variant());
        assertEquals(List.of("ls"), asked.body().Cmd());
        assertNull(asked.body().HostConfig().PidsLimit());
        assertEquals(201, answer.status());
        assertEquals("{\"Id\":\"id\",\"Warnings\":[]}\n", answer.text());
    }

    @Test
    void refusesToCreateFromNothing() {
        EngineException refused = assertThrows(EngineException.class, () -> ask("POST", "/containers/create"));
        assertEquals("invalid JSON: got EOF while reading request body", refused.getMessage());
    }

    @Test
    void startsUnlessThereIsABody() throws Exception {
        assertEquals(204, ask("POST", "/containers/web/start").status());
        assertArrayEquals(new Object[] {"web"}, containers.arguments.get("start"));
        FakeExchange withBody = new FakeExchange("POST", "/containers/web/start").body("{\"Binds\":[]}");
        EngineException refused = assertThrows(EngineException.class, () -> withBody.sendTo(containers.router()));
        assertTrue(refused.getMessage().startsWith("starting container with non-empty request body"));
    }

    @Test
    void stopsAsToldAndKnownByTheVersion() throws Exception {
        ask("POST", "/containers/web/stop?t=-1&signal=INT");
        assertEquals(new StopRequest("INT", -1), containers.arguments.get("stop")[1]);
        ask("POST", "/v1.41/containers/web/restart?signal=INT");
        assertEquals(StopRequest.OWN, containers.arguments.get("restart")[1]);
    }

    @Test
    void removesAsTold() throws Exception {
        assertEquals(
                204, ask("DELETE", "/containers/web?force=1&v=0&link=false").status());
        assertEquals(new RemoveRequest(true, false, false), containers.arguments.get("remove")[1]);
    }

    @Test
    void refusesSizesThatAreNone() {
        EngineException refused = assertThrows(EngineException.class, () -> ask("POST", "/containers/web/resize?w=80"));
        assertEquals("invalid resize height \"\": invalid syntax", refused.getMessage());
    }

    @Test
    void commitsUnderTheNameGiven() throws Exception {
        containers.when("commit", _ -> "sha256:1");
        FakeExchange answer = ask("POST", "/commit?container=web&repo=mine&changes=ENV%20a=b&changes=CMD%20ls&pause=0");
        assertEquals("{\"Id\":\"sha256:1\"}\n", answer.text());
        var asked = (dev.gantry.api.container.CommitContainerRequest)
                containers.arguments.get("commit")[0];
        assertEquals("docker.io/library/mine:latest", String.valueOf(asked.target()));
        assertEquals(List.of("ENV a=b", "CMD ls"), asked.changes());
        assertFalse(asked.pause());
        assertNull(asked.config());
    }

    @Test
    void takesNameBeforeVerbGreedily() throws Exception {
        ask("POST", "/containers/parent/alias/pause");
        assertSame("pause", containers.calls.getLast());
        assertArrayEquals(new Object[] {"parent/alias"}, containers.arguments.get("pause"));
    }
}
