package dev.gantry.router.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import org.junit.jupiter.api.Test;

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

    private void isRefusedAsNoManager(String request) {
        assertEquals(NOT_A_MANAGER, refusal(ErrorKind.UNAVAILABLE, request));
    }

    @Test
    void swarmInspect() {
        isRefusedAsNoManager("GET /swarm");
    }

    @Test
    void swarmUnlockKey() {
        isRefusedAsNoManager("GET /swarm/unlockkey");
    }

    @Test
    void swarmUnlock() {
        isRefusedAsNoManager("POST /swarm/unlock {\"UnlockKey\":\"SWMKEY-1-x\"}");
    }

    @Test
    void swarmUpdate() {
        isRefusedAsNoManager("POST /swarm/update?version=1&rotateWorkerToken=true {}");
    }

    @Test
    void serviceList() {
        isRefusedAsNoManager("GET /services");
    }

    @Test
    void serviceListWithFilters() {
        isRefusedAsNoManager("GET /services?filters=%7B%22name%22%3A%5B%22x%22%5D%7D");
    }

    @Test
    void serviceInspect() {
        isRefusedAsNoManager("GET /services/x");
    }

    @Test
    void serviceCreate() {
        isRefusedAsNoManager("POST /services/create {}");
    }

    @Test
    void serviceUpdate() {
        isRefusedAsNoManager("POST /services/x/update?version=3 {}");
    }

    @Test
    void serviceRemove() {
        isRefusedAsNoManager("DELETE /services/x");
    }

    @Test
    void serviceLogs() {
        isRefusedAsNoManager("GET /services/x/logs?stdout=1");
    }

    @Test
    void nodeList() {
        isRefusedAsNoManager("GET /nodes");
    }

    @Test
    void nodeListWithFilters() {
        isRefusedAsNoManager("GET /nodes?filters=%7B%22name%22%3A%5B%22x%22%5D%7D");
    }

    @Test
    void nodeInspect() {
        isRefusedAsNoManager("GET /nodes/x");
    }

    @Test
    void nodeUpdate() {
        isRefusedAsNoManager("POST /nodes/x/update?version=3 {}");
    }

    @Test
    void nodeRemove() {
        isRefusedAsNoManager("DELETE /nodes/x");
    }

    @Test
    void taskList() {
        isRefusedAsNoManager("GET /tasks");
    }

    @Test
    void taskListWithFilters() {
        isRefusedAsNoManager("GET /tasks?filters=%7B%22name%22%3A%5B%22x%22%5D%7D");
    }

    @Test
    void taskInspect() {
        isRefusedAsNoManager("GET /tasks/x");
    }

    @Test
    void taskLogs() {
        isRefusedAsNoManager("GET /tasks/x/logs?stderr=1");
    }

    @Test
    void secretList() {
        isRefusedAsNoManager("GET /secrets");
    }

    @Test
    void secretListWithFilters() {
        isRefusedAsNoManager("GET /secrets?filters=%7B%22name%22%3A%5B%22x%22%5D%7D");
    }

    @Test
    void secretInspect() {
        isRefusedAsNoManager("GET /secrets/x");
    }

    @Test
    void secretCreate() {
        isRefusedAsNoManager("POST /secrets/create {}");
    }

    @Test
    void secretUpdate() {
        isRefusedAsNoManager("POST /secrets/x/update?version=3 {}");
    }

    @Test
    void secretRemove() {
        isRefusedAsNoManager("DELETE /secrets/x");
    }

    @Test
    void configList() {
        isRefusedAsNoManager("GET /configs");
    }

    @Test
    void configListWithFilters() {
        isRefusedAsNoManager("GET /configs?filters=%7B%22name%22%3A%5B%22x%22%5D%7D");
    }

    @Test
    void configInspect() {
        isRefusedAsNoManager("GET /configs/x");
    }

    @Test
    void configCreate() {
        isRefusedAsNoManager("POST /configs/create {}");
    }

    @Test
    void configUpdate() {
        isRefusedAsNoManager("POST /configs/x/update?version=3 {}");
    }

    @Test
    void configRemove() {
        isRefusedAsNoManager("DELETE /configs/x");
    }

    @Test
    void swarmLeave() {
        assertEquals("This node is not part of a swarm", refusal(ErrorKind.UNAVAILABLE, "POST /swarm/leave?force=1"));
    }

    private void isRefusedAsNotPossible(String request) {
        assertEquals(
                "This node is not part of a swarm, and this engine cannot form or join one yet",
                refusal(ErrorKind.NOT_IMPLEMENTED, request));
    }

    @Test
    void swarmInit() {
        isRefusedAsNotPossible("POST /swarm/init {}");
    }

    @Test
    void swarmJoin() {
        isRefusedAsNotPossible("POST /swarm/join {}");
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
