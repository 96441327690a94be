package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.plugin.PluginProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The daemon, the docker CLI and a legacy authorization plugin on a socket where such plugins are looked for.
@Tag("machine")
@Timeout(300)
class AuthorizationE2eTest {
    private static final String ALLOW = "{\"Allow\":true}";
    private static final String REQUEST = "AuthZPlugin.AuthZReq";
    private static final String RESPONSE = "AuthZPlugin.AuthZRes";

    private final String name = "gantry-it-authz-" + ProcessHandle.current().pid();
    private PluginProcess plugin;
    private TestDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        Path sockets = Files.createDirectories(Path.of("/run/docker/plugins"));
        plugin = new PluginProcess(sockets.resolve(name + ".sock"), "authz")
                .answer(REQUEST, ALLOW)
                .answer(RESPONSE, ALLOW);
        daemon = TestDaemon.start("--authorization-plugin", name);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            if (daemon != null) {
                daemon.close();
            }
        } finally {
            plugin.close();
        }
    }

    private void denies(String method, String part, String why) {
        UnaryOperator<String> verdict =
                body -> body.contains(part) ? "{\"Allow\":false,\"Msg\":\"" + why + "\"}" : ALLOW;
        plugin.answer(method, 200, verdict);
    }

    private List<String> bodies(String method) {
        return plugin.calls().stream()
                .filter(call -> call.method().equals(method))
                .map(PluginProcess.Call::body)
                .toList();
    }

    @Test
    void thePluginDecidesWhatTheCommandLineMayDo() {
        daemon.docker("version").ok();
        assertTrue(
                bodies(REQUEST).stream().anyMatch(body -> body.contains("/version\"")),
                bodies(REQUEST).toString());
        assertTrue(bodies(RESPONSE).stream().anyMatch(body -> body.contains("\"ResponseStatusCode\":200")));
        assertTrue(daemon.docker("info").out().contains(" Authorization: " + name));

        denies(REQUEST, "/volumes/create", "no volumes here");
        Command.Result denied = daemon.docker("volume", "create", "x");
        assertEquals(1, denied.exit());
        String words = "Error response from daemon: authorization denied by plugin " + name + ": no volumes here";
        assertTrue(denied.toString().contains(words), denied.toString());
        assertTrue(daemon.http("POST", "/volumes/create", "-H", "Content-Type: application/json", "-d", "{}")
                .out()
                .endsWith("403"));

        denies(RESPONSE, "/networks\"", "not for you");
        assertTrue(daemon.http("GET", "/networks").out().contains("not for you"));

        plugin.answer(REQUEST, "{\"Err\":\"cannot decide\"}");
        String failed = daemon.http("GET", "/info").out();
        assertTrue(failed.contains("plugin " + name + " failed with error: cannot decide"), failed);
        assertTrue(failed.endsWith("500"), failed);
    }

    @Test
    void aDeniedRequestIsAnsweredBeforeTheVersionIsTold() {
        denies(REQUEST, "/info", "no");
        String denied = daemon.http("GET", "/v1.99/info", "-i").out();
        assertTrue(denied.startsWith("HTTP/1.1 403 Forbidden"), denied);
        assertTrue(!denied.contains("Api-Version") && !denied.contains("Docker-Experimental"), denied);
    }

    @Test
    void aDaemonWhosePluginIsMissingDoesNotStart() {
        Path root = daemon.root();
        List<String> command = daemon.network()
                .inside(List.of(
                        TestDaemon.distribution().resolve("bin/gantryd").toString(),
                        "-H",
                        "unix://" + root.resolve("second.sock"),
                        "--data-root",
                        root.resolve("second").toString(),
                        "--exec-root",
                        root.resolve("second-exec").toString(),
                        "--pidfile",
                        root.resolve("second.pid").toString(),
                        "--containerd",
                        daemon.containerd().socket().toString(),
                        "--containerd-namespace",
                        "second",
                        "--bridge",
                        "none",
                        "--authorization-plugin",
                        "gantry-it-missing"));
        Command.Result refused = Command.run(command, Map.of(), new byte[0]);
        assertEquals(1, refused.exit());
        assertTrue(
                refused.toString()
                        .contains(
                                "failed to start daemon: Error validating authorization plugin: plugin \"gantry-it-missing\" not found"),
                refused.toString());
    }
}
