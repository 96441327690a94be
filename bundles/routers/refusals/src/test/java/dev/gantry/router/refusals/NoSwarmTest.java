package dev.gantry.router.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoSwarmTest {
    private static final String NOT_A_MANAGER =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.";

    private final JacksonCodec codec = new JacksonCodec();
    private final RefusalsRouter router = new RefusalsRouter();

    NoSwarmTest() {
        router.bindJson(codec);
    }

    private String refusal(ErrorKind kind, String request) {
        String[] parts = request.split(" ", 3);
        FakeExchange exchange = new FakeExchange(parts[0], parts[1]).codec(codec);
        if (parts.length > 2) {
            exchange.body(parts[2]);
        }
        EngineException refused = assertThrows(EngineException.class, () -> exchange.sendTo(router), request);
        assertEquals(kind, refused.kind(), request);
        return refused.getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /swarm",
                "GET /swarm/unlockkey",
                "POST /swarm/unlock {\"UnlockKey\":\"SWMKEY-1-x\"}",
                "POST /swarm/update?version=1&rotateWorkerToken=true {}",
                "GET /services",
                "GET /services?filters=%7B%22name%22%3A%5B%22x%22%5D%7D",
                "GET /services/x",
                "POST /services/create {}",
                "POST /services/x/update?version=3 {}",
                "DELETE /services/x",
                "GET /services/x/logs?stdout=1",
                "GET /tasks",
                "GET /tasks/x",
                "GET /tasks/x/logs?stderr=1",
                "GET /nodes",
                "GET /nodes/self",
                "POST /nodes/x/update?version=3 {}",
                "DELETE /nodes/x",
                "GET /secrets",
                "GET /secrets/x",
                "POST /secrets/create {}",
                "POST /secrets/x/update?version=3 {}",
                "DELETE /secrets/x",
                "GET /configs",
                "GET /configs/x",
                "POST /configs/create {}",
                "POST /configs/x/update?version=3 {}",
                "DELETE /configs/x"
            })
    void theNodeIsNoManager(String request) {
        assertEquals(NOT_A_MANAGER, refusal(ErrorKind.UNAVAILABLE, request));
    }

    @Test
    void thereIsNoSwarmToLeave() {
        assertEquals("This node is not part of a swarm", refusal(ErrorKind.UNAVAILABLE, "POST /swarm/leave?force=1"));
    }

    @Test
    void noSwarmCanBeFormedOrJoined() {
        for (String verb : List.of("init", "join")) {
            assertEquals(
                    "This node is not part of a swarm, and this engine cannot form or join one yet",
                    refusal(ErrorKind.NOT_IMPLEMENTED, "POST /swarm/" + verb + " {}"));
        }
    }

    @Test
    void whatARequestGetsWrongIsToldFirst() {
        ErrorKind bad = ErrorKind.INVALID_PARAMETER;
        assertEquals("invalid filter", refusal(bad, "GET /nodes?filters=zz"));
        assertEquals(
                "invalid swarm version 'x': strconv.ParseUint: parsing \"x\": invalid syntax",
                refusal(bad, "POST /swarm/update?version=x {}"));
        assertEquals(
                "invalid service version '': strconv.ParseUint: parsing \"\": invalid syntax",
                refusal(bad, "POST /services/x/update {}"));
        assertEquals("invalid secret version", refusal(bad, "POST /secrets/x/update {}"));
        assertEquals("invalid config version", refusal(bad, "POST /configs/x/update?version=-1 {}"));
        assertEquals(
                "invalid value for rotateManagerToken: zz",
                refusal(bad, "POST /swarm/update?version=1&rotateManagerToken=zz {}"));
        refusal(bad, "POST /services/create zz");
        assertEquals(
                "Bad parameters: you must choose at least one stream",
                refusal(ErrorKind.SYSTEM, "GET /services/x/logs"));
    }
}
