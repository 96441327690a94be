package dev.gantry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.container.ContainerCounts;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
class MetricsEndpointTest {
    @TempDir
    Path dataRoot;

    private final HttpClient client = HttpClient.newHttpClient();
    private Measurements registered;
    private MetricsEndpoint endpoint;
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        Files.writeString(dataRoot.resolve("engine-id"), "the-id\n");
        port = freePort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @AfterEach
    void leave() {
        client.close();
        if (endpoint != null) {
            endpoint.leave();
        }
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                MetricsEndpointTest.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, _) -> answers.get(method.getName())));
    }

    private BundleContext context() {
        ServiceRegistration<?> registration = (ServiceRegistration<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (_, method, _) -> {
                    assertEquals("unregister", method.getName());
                    registered = null;
                    return null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (_, method, args) -> {
                    assertEquals("registerService", method.getName());
                    registered = (Measurements) args[1];
                    return registration;
                });
    }

    private void start(String address) throws IOException {
        endpoint = new MetricsEndpoint(context(), Map.of("metrics-addr", address, "data-root", dataRoot.toString()));
        endpoint.bindContainers(fake(Containers.class, Map.of("counts", new ContainerCounts(1, 2, 0))));
        endpoint.bindMachine(fake(
                Machine.class,
                Map.of(
                        "processors",
                        4,
                        "memoryBytes",
                        1024L,
                        "osRelease",
                        Map.of("PRETTY_NAME", "An OS", "VERSION_ID", "12"),
                        "kernelRelease",
                        "6.1",
                        "architecture",
                        "x86_64")));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String scrape() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private void has(String text, String... lines) {
        for (String line : lines) {
            assertTrue(text.contains("\n" + line + "\n"), line + " is not in\n" + text);
        }
    }

    @Test
    void isNotThereUnlessConfigured() throws IOException {
        start("");
        assertNull(registered, "and nobody measures");
    }

    @Test
    void showsTheEnginesFiguresUnderTheirKnownNames() throws Exception {
        start("127.0.0.1:" + port);
        has(
                scrape(),
                "engine_daemon_container_states_containers{state=\"running\"} 1.0",
                "engine_daemon_container_states_containers{state=\"paused\"} 2.0",
                "engine_daemon_container_states_containers{state=\"stopped\"} 0.0",
                "engine_daemon_engine_cpus_cpus 4.0",
                "engine_daemon_engine_memory_bytes 1024.0",
                "engine_daemon_events_total 0.0",
                "engine_daemon_health_checks_total 0.0",
                "engine_daemon_health_checks_failed_total 0.0",
                "engine_daemon_container_actions_seconds_count{action=\"start\"} 0",
                "engine_daemon_network_actions_seconds_count{action=\"allocate\"} 0",
                "engine_daemon_engine_info{architecture=\"x86_64\",commit=\"gantry\",daemon_id=\"the-id\",graphdriver=\"overlayfs\",kernel=\"6.1\",os=\"An OS\",os_type=\"linux\",os_version=\"12\",version=\"28.5.2\"} 1");
        assertEquals(scrape().lines().count(), scrape().lines().count(), "a second scrape finds no doubles");
    }

    @Test
    void countsWhatIsMeasured() throws Exception {
        start("127.0.0.1:" + port);
        registered.containerAction("start", Duration.ofMillis(300));
        registered.networkAction("connect", Duration.ofMillis(30));
        registered.healthCheck(false);
        registered.healthCheck(true);
        has(
                scrape(),
                "engine_daemon_container_actions_seconds_bucket{action=\"start\",le=\"0.25\"} 0",
                "engine_daemon_container_actions_seconds_bucket{action=\"start\",le=\"0.5\"} 1",
                "engine_daemon_container_actions_seconds_sum{action=\"start\"} 0.3",
                "engine_daemon_network_actions_seconds_count{action=\"connect\"} 1",
                "engine_daemon_health_checks_total 2.0",
                "engine_daemon_health_checks_failed_total 1.0");
    }

    @Test
    void showsTheMachinesFigures() throws Exception {
        start("127.0.0.1:" + port);
        String text = scrape();
        assertTrue(text.contains("\njvm_memory_used_bytes{area=\"heap\"} "));
        assertTrue(text.contains("\nprocess_open_fds "));
        assertTrue(text.contains("\njvm_threads_current "));
    }

    @Test
    void speaksOpenMetricsWhenAsked() throws Exception {
        start("127.0.0.1:" + port);
        HttpResponse<String> answer = get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/openmetrics-text"));
        assertTrue(answer.body().endsWith("# EOF\n"));
        assertTrue(get("/metrics")
                .headers()
                .firstValue("Content-Type")
                .orElse("")
                .startsWith("text/plain; version=0.0.4"));
    }

    @Test
    void hasNothingElse() throws Exception {
        start("127.0.0.1:" + port);
        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/metrics/x").statusCode());
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertEquals(
                405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    /// The component is there all the same, and takes a better address from a reload.
    @Test
    void aPortThatIsTakenIsLeftToItsOwner() throws Exception {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            String taken = "127.0.0.1:" + other.getLocalPort();
            start(taken);
            assertNull(registered);
            EngineException refused = assertThrows(EngineException.class, () -> endpoint.prepare(change("", taken)));
            assertEquals("metrics-addr: listen tcp " + taken + ": bind: address already in use", refused.getMessage());
        }
        port = freePort();
        endpoint.prepare(change("", "127.0.0.1:" + port)).commit();
        assertEquals(200, get("/metrics").statusCode());
    }

    @Test
    void refusesAddressesWithoutPort() {
        assertTrue(assertThrows(IOException.class, () -> Listening.parse("localhost"))
                .getMessage()
                .endsWith("missing port in address"));
        assertTrue(assertThrows(IOException.class, () -> Listening.parse("::1"))
                .getMessage()
                .endsWith("missing port in address"));
        assertThrows(IOException.class, () -> Listening.parse("h:port"));
        assertThrows(IOException.class, () -> Listening.parse("h:99999"));
    }

    @Test
    void readsAddresses() throws IOException {
        assertEquals(new InetSocketAddress("127.0.0.1", 1), Listening.parse("127.0.0.1:1"));
        assertTrue(Listening.parse(":9323").getAddress().isAnyLocalAddress());
        assertEquals(InetAddress.getByName("::1"), Listening.parse("[::1]:1").getAddress());
    }

    private static ConfigChange change(String before, String after) {
        return ConfigChange.between(config(before), config(after));
    }

    private static DaemonConfig config(String address) {
        return new DaemonConfig(Map.of("metrics-addr", address));
    }

    private boolean listens(int where) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), where)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aReloadMovesItAndTheFiguresGoOn() throws Exception {
        int old = port;
        start("127.0.0.1:" + old);
        registered.healthCheck(false);
        port = freePort();
        Preparation ready = endpoint.prepare(change("127.0.0.1:" + old, "127.0.0.1:" + port));
        assertEquals(503, get("/metrics").statusCode(), "the port is taken, but says nothing yet");
        assertTrue(listens(old));
        ready.commit();
        has(scrape(), "engine_daemon_health_checks_total 1.0");
        assertFalse(listens(old));
    }

    @Test
    void aReloadSwitchesItOnAndOff() throws Exception {
        start("");
        endpoint.prepare(change("", "127.0.0.1:" + port)).commit();
        scrape();
        endpoint.prepare(change("127.0.0.1:" + port, "")).commit();
        assertFalse(listens(port));
        assertNull(registered);
    }

    @Test
    void aReloadThatIsTakenBackLeavesNothing() throws Exception {
        start("");
        endpoint.prepare(change("", "127.0.0.1:" + port)).rollback();
        assertFalse(listens(port));
        assertNull(registered);
    }

    @Test
    void aReloadToAnAddressThatCannotBeHadIsRefused() throws IOException {
        start("");
        EngineException refused = assertThrows(EngineException.class, () -> endpoint.prepare(change("", "nowhere")));
        assertTrue(refused.getMessage().startsWith("metrics-addr: "), refused.getMessage());
        assertEquals(Preparation.NOTHING, endpoint.prepare(change("", "")));
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        @Override
        protected Reconfigurable newPart() throws IOException {
            start("");
            return endpoint;
        }

        @Override
        protected DaemonConfig inForce() {
            return config("");
        }

        @Override
        protected DaemonConfig acceptable() {
            return config("127.0.0.1:" + port);
        }

        @Override
        protected DaemonConfig unacceptable() {
            return config("nowhere");
        }

        @Override
        protected Object visible(Reconfigurable of) {
            return registered != null;
        }
    }
}
