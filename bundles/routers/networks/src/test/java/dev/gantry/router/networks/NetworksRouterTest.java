package dev.gantry.router.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.network.Networks;
import dev.gantry.api.types.ConfigReference;
import dev.gantry.api.types.IPAM;
import dev.gantry.api.types.NetworkCreateRequest;
import dev.gantry.api.types.NetworkCreateResponse;
import dev.gantry.api.types.NetworkInspect;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworksRouterTest {
    private final NetworksRouter router = new NetworksRouter(new JacksonCodec());
    private final List<String> calls = new ArrayList<>();

    @BeforeEach
    void bind() {
        router.bindNetworks(new FakeNetworks());
        // Two methods of a large service are used: each call is written down.
        router.bindContainers((Containers) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Containers.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName() + Arrays.toString(arguments));
                    if (arguments[0].equals("gone")) {
                        throw EngineException.notFound("No such container: gone");
                    }
                    return null;
                }));
    }

    private FakeExchange send(String method, String target, String body) throws Exception {
        FakeExchange exchange = new FakeExchange(method, target).codec(new JacksonCodec());
        if (!body.isEmpty()) {
            exchange.header("Content-Type", "application/json").body(body);
        }
        return exchange.sendTo(router);
    }

    private List<String> names(String filters) throws Exception {
        String encoded = URLEncoder.encode(filters, StandardCharsets.UTF_8);
        List<?> found =
                (List<?>) send("GET", "/networks?filters=" + encoded, "").value();
        return found.stream().map(n -> ((NetworkInspect) n).Name()).toList();
    }

    @Test
    void listsByFilters() throws Exception {
        assertEquals(List.of("bridge", "host", "none"), names("{}"));
        assertEquals(List.of("host"), names("{\"driver\":[\"host\"]}"));
        assertEquals(List.of("bridge"), names("{\"name\":{\"ridg\":true}}"));
        assertEquals(List.of(), names("{\"type\":[\"custom\"]}"));
        assertEquals(List.of(), names("{\"dangling\":[\"true\"]}"));
        assertEquals(3, names("{\"dangling\":[\"false\"]}").size());
    }

    @Test
    void refusesFiltersThatItDoesNotKnow() {
        EngineException unknown = assertThrows(EngineException.class, () -> names("{\"colour\":[\"red\"]}"));
        assertEquals(ErrorKind.INVALID_PARAMETER, unknown.kind());
        assertThrows(EngineException.class, () -> names("{\"type\":[\"odd\"]}"));
    }

    @Test
    void inspectsWithinAScope() throws Exception {
        assertEquals(200, send("GET", "/networks/bridge?verbose=true", "").status());
        assertThrows(EngineException.class, () -> send("GET", "/networks/bridge?scope=swarm", ""));
        assertThrows(EngineException.class, () -> send("GET", "/networks/bridge?verbose=maybe", ""));
    }

    @Test
    void connectsThroughTheContainers() throws Exception {
        assertEquals(
                200,
                send("POST", "/networks/bridge/connect", "{\"Container\":\"web\"}")
                        .status());
        assertEquals(
                200,
                send("POST", "/networks/bridge/disconnect", "{\"Container\":\"web\",\"Force\":true}")
                        .status());
        assertEquals(List.of("connect[web, bridge, null]", "disconnect[web, bridge, true]"), calls);
        assertThrows(EngineException.class, () -> send("POST", "/networks/absent/connect", "{\"Container\":\"web\"}"));
        assertThrows(EngineException.class, () -> send("POST", "/networks/bridge/connect", ""));
    }

    private String refusal(String network, String body) {
        EngineException refused =
                assertThrows(EngineException.class, () -> send("POST", "/networks/" + network + "/disconnect", body));
        assertEquals(ErrorKind.NOT_FOUND, refused.kind());
        return refused.getMessage();
    }

    @Test
    void disconnectsFromWhatIsGone() throws Exception {
        // Only the container knows whether it remembers that network.
        assertEquals(
                200,
                send("POST", "/networks/absent/disconnect", "{\"Container\":\"web\"}")
                        .status());
        assertEquals(List.of("disconnect[web, absent, false]"), calls);
        assertEquals("No such container: gone", refusal("bridge", "{\"Container\":\"gone\"}"));
        assertEquals("endpoint gone not found", refusal("bridge", "{\"Container\":\"gone\",\"Force\":true}"));
        assertEquals("network absent not found", refusal("absent", "{\"Container\":\"gone\",\"Force\":true}"));
    }

    @Test
    void prunesNothing() throws Exception {
        assertEquals(
                "{\"NetworksDeleted\":null}",
                send("POST", "/networks/prune", "").text().strip());
    }

    private static final class FakeNetworks implements Networks {
        @Override
        public List<NetworkInspect> list() {
            return List.of(inspect("bridge"), inspect("host"), inspect("none"));
        }

        @Override
        public NetworkInspect inspect(String nameOrId) {
            if (!isPredefined(nameOrId)) {
                throw EngineException.notFound("network " + nameOrId + " not found");
            }
            return new NetworkInspect(
                    nameOrId,
                    nameOrId + "-id",
                    "",
                    "local",
                    nameOrId.equals("none") ? "null" : nameOrId,
                    true,
                    false,
                    IPAM.EMPTY,
                    false,
                    false,
                    false,
                    ConfigReference.EMPTY,
                    false,
                    Map.of(),
                    Map.of(),
                    Map.of());
        }

        @Override
        public NetworkCreateResponse create(NetworkCreateRequest request) {
            throw EngineException.notImplemented("no");
        }

        @Override
        public void remove(String nameOrId) {
            throw EngineException.forbidden("no");
        }

        @Override
        public boolean isPredefined(String name) {
            return List.of("bridge", "host", "none").contains(name);
        }

        @Override
        public Set<String> drivers() {
            return Set.of("bridge", "host", "null");
        }

        @Override
        public List<InetAddress> hostGateway() {
            return List.of();
        }
    }
}
