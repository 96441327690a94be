package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What holds for every endpoint, asked of a whole daemon.
@Tag("machine")
@Timeout(120)
@ExtendWith(SharedDaemon.class)
class ApiRulesE2eTest {
    private static final String NOT_A_MANAGER =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.";

    private final TestDaemon daemon;

    ApiRulesE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    /// Status line, headers, body and status.
    private String answer(String method, String path, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = "-i";
        all[more.length + 1] = "-g";
        return daemon.http(method, path, all).out().replace("\r", "");
    }

    private String json(String method, String path, String body) {
        return daemon.http(method, path, "-H", "Content-Type: application/json", "-d", body)
                .out();
    }

    private static void isRefused(String answer, int status, String message) {
        assertTrue(answer.endsWith("{\"message\":\"" + message.replace("\"", "\\\"") + "\"}\n\n" + status), answer);
    }

    @Test
    void everyAnswerSaysWhoGivesIt() {
        for (String path : new String[] {"/_ping", "/v1.44/version", "/containers/nosuch/json"}) {
            String answer = answer("GET", path);
            assertTrue(
                    answer.contains(
                            "\nServer: Docker/28.5.2 (linux)\nApi-Version: 1.51\nOstype: linux\nDocker-Experimental: false\n"),
                    answer);
        }
    }

    @Test
    void aRefusedVersionStillSaysWhoRefusesIt() {
        String answer = answer("GET", "/v1.99/_ping");
        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\nServer: Docker/28.5.2 (linux)\n"), answer);
        assertTrue(answer.contains("\nApi-Version: 1.51\nOstype: linux\n"), answer);
        assertFalse(answer.contains("Docker-Experimental"), answer);
        isRefused(answer, 400, "client version 1.99 is too new. Maximum supported API version is 1.51");
    }

    @Test
    void pageNotFoundSaysNothingOfTheKind() {
        for (String request : new String[] {"GET /nosuch", "GET /v1.99/nosuch", "DELETE /version", "HEAD /version"}) {
            String[] parts = request.split(" ");
            String answer =
                    parts[0].equals("HEAD") ? answer("GET", parts[1], "-X", "HEAD", "-I") : answer(parts[0], parts[1]);
            assertTrue(answer.startsWith("HTTP/1.1 404 Not Found\n"), answer);
            assertFalse(answer.contains("Api-Version") || answer.contains("Server:"), answer);
        }
        isRefused(answer("GET", "/nosuch"), 404, "page not found");
    }

    @Test
    void optionsOnAnythingIsEmptyAndFine() {
        String answer = answer("OPTIONS", "/any/thing");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\n") && answer.contains("\nContent-Length: 0\n"), answer);
    }

    @Test
    void anEmptyBodyIsNoError() {
        daemon.docker("create", "--name", "rules-empty", "busybox").ok();
        try {
            String updated = answer("POST", "/containers/rules-empty/update", "-H", "Content-Type: application/json");
            assertTrue(updated.startsWith("HTTP/1.1 200 OK\n"), updated);
            isRefused(
                    answer("POST", "/containers/create", "-H", "Content-Type: application/json"),
                    400,
                    "invalid JSON: got EOF while reading request body");
        } finally {
            daemon.docker("rm", "rules-empty");
        }
    }

    @Test
    void badJsonIsRefusedInDockersWords() {
        isRefused(json("POST", "/volumes/create", "{"), 400, "invalid JSON: unexpected EOF");
        isRefused(json("POST", "/volumes/create", "{}{}"), 400, "unexpected content after JSON");
        isRefused(
                daemon.http("POST", "/volumes/create", "-H", "Content-Type: text/plain", "-d", "{}")
                        .out(),
                400,
                "unsupported Content-Type header (text/plain): must be 'application/json'");
    }

    @Test
    void namesInJsonMatchInAnyCaseAndUnknownOnesDoNotMatter() {
        isRefused(
                json("POST", "/containers/create", "{\"iMAGE\":\"no-such-image\",\"zork\":[{}]}"),
                404,
                "No such image: no-such-image:latest");
    }

    @Test
    void booleansAreWhatDockerTakesThemFor() {
        daemon.docker("create", "--name", "rules-stopped", "busybox").ok();
        try {
            for (String no : new String[] {"", "0", "no", "False", "NONE"}) {
                assertFalse(answer("GET", "/containers/json?all=" + no).contains("rules-stopped"), no);
            }
            for (String yes : new String[] {"1", "t", "yes", "maybe"}) {
                assertTrue(answer("GET", "/containers/json?all=" + yes).contains("rules-stopped"), yes);
            }
        } finally {
            daemon.docker("rm", "rules-stopped");
        }
    }

    @Test
    void anIntegerThatIsNoneIsAFailureOfTheServer() {
        isRefused(answer("GET", "/containers/json?limit=x"), 500, "strconv.Atoi: parsing \"x\": invalid syntax");
        isRefused(answer("POST", "/containers/x/stop?t=x"), 500, "strconv.Atoi: parsing \"x\": invalid syntax");
    }

    /// A form was not read once: this one killed.
    @Test
    void aFormIsAsGoodAsAQuery() {
        daemon.docker("run", "-d", "--name", "rules-form", "busybox", "sleep", "300")
                .ok();
        try {
            isRefused(
                    answer("POST", "/containers/rules-form/kill", "-d", "signal=NOSUCH"),
                    400,
                    "cannot kill container: rules-form: invalid signal: NOSUCH");
            String newline = answer("POST", "/containers/rules-form/kill", "--data-binary", "signal=HUP\n");
            assertTrue(newline.contains("invalid signal: HUP"), newline);
            assertEquals(
                    "true",
                    daemon.docker("inspect", "-f", "{{.State.Running}}", "rules-form")
                            .ok());
            // What is labelled as something else is left alone.
            assertTrue(answer(
                            "POST",
                            "/containers/rules-form/kill?signal=WINCH",
                            "-H",
                            "Content-Type: some/thing",
                            "-d",
                            "signal=NOSUCH")
                    .startsWith("HTTP/1.1 204"));
        } finally {
            daemon.docker("rm", "-f", "rules-form");
        }
    }

    @Test
    void filtersComeAsMapOrList() {
        daemon.docker("create", "--name", "rules-filter", "-l", "rules", "busybox")
                .ok();
        try {
            for (String filter : new String[] {
                "{\"label\":[\"rules\"]}", "{\"label\":{\"rules\":true}}", "{\"label\":{\"rules\":false}}"
            }) {
                assertTrue(
                        answer("GET", "/containers/json?all=1&filters=" + filter)
                                .contains("rules-filter"),
                        filter);
            }
        } finally {
            daemon.docker("rm", "rules-filter");
        }
    }

    @Test
    void filtersThatMakeNoSenseAreRefused() {
        isRefused(answer("GET", "/containers/json?filters=x"), 400, "invalid filter");
        isRefused(answer("GET", "/containers/json?filters={\"no\":[\"x\"]}"), 400, "invalid filter 'no'");
    }

    @Test
    void theNodeIsInNoSwarm() {
        assertEquals(
                "inactive",
                daemon.docker("info", "-f", "{{.Swarm.LocalNodeState}}").ok());
        assertTrue(answer("GET", "/_ping").contains("\nSwarm: inactive\n"));
        for (String command : new String[] {"node ls", "service ls", "stack ls", "secret ls", "config ls"}) {
            assertEquals(
                    "Error response from daemon: " + NOT_A_MANAGER,
                    daemon.docker(command.split(" ")).err().strip());
        }
        assertEquals(
                "Error response from daemon: This node is not part of a swarm",
                daemon.docker("swarm", "leave").err().strip());
    }

    @Test
    void whatNeedsASwarmIsRefused() {
        isRefused(json("PUT", "/volumes/x?version=1", "{}"), 503, NOT_A_MANAGER);
        isRefused(json("POST", "/networks/create", "{\"Name\":\"o\",\"Driver\":\"overlay\"}"), 403, NOT_A_MANAGER);
        isRefused(
                json("POST", "/swarm/init", "{}"),
                501,
                "This node is not part of a swarm, and this engine cannot form or join one yet");
    }
}
