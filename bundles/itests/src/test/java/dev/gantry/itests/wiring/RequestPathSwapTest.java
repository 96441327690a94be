package dev.gantry.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each bundle of the request path is updated fifty times while clients ask over new and kept connections: no request fails.
@Timeout(180)
class RequestPathSwapTest {
    private static final int SWAPS = 50;

    @TempDir
    static Path dir;

    private static RequestPathFramework framework;
    private static Path socket;

    @BeforeAll
    static void start() throws Exception {
        socket = dir.resolve("docker.sock");
        framework = new RequestPathFramework(dir.resolve("felix"));
        assertEquals(List.of(socket.toString()), framework.server.bind(List.of("unix://" + socket)));
        framework.server.serve();
    }

    @AfterAll
    static void stop() throws Exception {
        framework.server.stop(Duration.ofSeconds(2));
        framework.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.gantry.listener.unix",
                "dev.gantry.router.system",
                "dev.gantry.middleware.version",
                "dev.gantry.json"
            })
    void losesNoRequestWhileABundleIsUpdated(String bundle) throws Exception {
        try (LoadClients clients = new LoadClients(socket, 6, List.of("/_ping", "/version", "/v1.43/_ping"))) {
            for (int i = 0; i < SWAPS; i++) {
                clients.awaitAnswers(20);
                framework.update(bundle);
                assertEquals(List.of(socket.toString()), framework.server.bind(List.of("unix://" + socket)));
            }
            clients.awaitAnswers(100);
            assertEquals(List.of(), clients.failures());
            assertTrue(clients.longestMillis() < 5_000, () -> "longest pause " + clients.longestMillis() + " ms");
            System.out.println(bundle + ": " + SWAPS + " updates, " + clients.answered()
                    + " requests, none failed, longest " + clients.longestMillis() + " ms");
        }
    }
}
