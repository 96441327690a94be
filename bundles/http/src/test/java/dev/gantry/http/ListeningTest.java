package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Route;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import dev.gantry.testkit.config.ReconfigurableContract;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sockets: bound early, served late, changed by reloads, closed at the end.
@Timeout(30)
class ListeningTest {
    private static final Route PING = Route.get("/_ping", TestServer::ok);

    @TempDir
    Path dir;

    private String host(String name) {
        return "unix://" + dir.resolve(name);
    }

    private static ConfigChange change(List<String> before, List<String> after, String group) {
        return ConfigChange.between(
                new DaemonConfig(Map.of("hosts", before, "group", "docker")),
                new DaemonConfig(Map.of("hosts", after, "group", group)));
    }

    @Test
    void clientsQueueUntilTheServerServes() throws IOException, InterruptedException {
        HttpApiServer server = new HttpApiServer(Map.of(), TestServer.LIMITS, _ -> {});
        server.bindListener(TestServer.unix(), Map.of(Listener.SCHEME, "unix"));
        server.bindRouter(() -> List.of(PING), Map.of());
        server.bind(List.of(host("a")));
        try (RawClient early = new RawClient(dir.resolve("a"))) {
            early.request("GET /_ping");
            assertFalse(server.isAnswering(Duration.ofSeconds(5)));
            assertEquals(0, server.status().connections());
            server.serve();
            early.until("OK");
            assertTrue(server.isAnswering(Duration.ofSeconds(5)));
        } finally {
            server.stop(Duration.ofMillis(100));
            server.deactivate();
        }
    }

    /// As when another holder of a socket that the service manager passed shuts it down.
    @Test
    void anAddressThatGoesByItselfIsTold() throws Exception {
        List<BoundSocket> opened = new ArrayList<>();
        Listener tcp = TestServer.tcp();
        HttpApiServer server = new HttpApiServer(Map.of("tls-decided", true), TestServer.LIMITS, _ -> {});
        server.bindListener(TestServer.unix(), Map.of(Listener.SCHEME, "unix"));
        server.bindListener(
                address -> {
                    opened.addAll(tcp.bind(address));
                    return List.copyOf(opened);
                },
                Map.of(Listener.SCHEME, "tcp"));
        CompletableFuture<String> told = new CompletableFuture<>();
        server.onFailure(told::complete);
        server.bind(List.of("tcp://127.0.0.1:2375", host("b")));
        server.serve();
        try {
            new Socket(opened.getFirst().fd()).shutdown(true, true);
            String reason = told.get(20, TimeUnit.SECONDS);
            assertTrue(reason.startsWith("tcp://127.0.0.1:2375: "), reason);
            assertEquals(List.of(dir.resolve("b").toString()), server.status().listening());
        } finally {
            server.stop(Duration.ofMillis(100));
            server.deactivate();
        }
    }

    @Test
    void anAddressThatIsClosedOnPurposeIsNot() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        TestServer server = new TestServer(PING);
        server.server.onFailure(told::add);
        server.server.bind(List.of(host("other")));
        server.close();
        assertEquals(List.of(), told);
    }

    @Test
    void onlyFailuresThatLastEndAnAddress() {
        List<String> told = new ArrayList<>();
        EmbeddedChannel channel =
                new EmbeddedChannel(new AcceptFailures(told::add), new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        // Netty pauses here.
                    }
                });
        channel.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
        assertEquals(List.of(), told);
        channel.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Invalid argument"));
        assertEquals(List.of("accept(..) failed: Invalid argument"), told);
    }

    @Test
    void aClientOnAUnixSocketIsKnownByItsCredentials() throws IOException {
        Route who = Route.get(
                "/who",
                e -> e.respondJson(
                        200,
                        e.peer().pid() + " " + e.peer().uid() + " " + e.peer().gid()
                                + e.peer().address() + "."));
        try (TestServer server = new TestServer(who);
                RawClient client = server.connect()) {
            client.request("GET /who");
            String answer = client.until("@.");
            String own = ProcessHandle.current().pid() + " " + Files.getAttribute(Path.of("/proc/self"), "unix:uid")
                    + " " + Files.getAttribute(Path.of("/proc/self"), "unix:gid") + "@.";
            assertTrue(answer.endsWith(own), answer);
        }
    }

    @Test
    void aReloadOpensAndClosesAddressesAndNobodyElseNotices() throws IOException {
        try (TestServer server = new TestServer(PING);
                RawClient open = server.connect()) {
            String first = "unix://" + server.socket;
            open.request("GET /_ping").until("OK");
            server.server
                    .prepare(change(List.of(first), List.of(first, host("b")), "docker"))
                    .commit();
            try (RawClient second = new RawClient(dir.resolve("b"))) {
                second.request("GET /_ping").until("OK");
                server.server
                        .prepare(change(List.of(first, host("b")), List.of(host("b")), "docker"))
                        .commit();
                assertFalse(Files.exists(server.socket));
                open.request("GET /_ping").until("OK");
                second.request("GET /_ping").until("OK");
            }
            assertEquals(
                    List.of(dir.resolve("b").toString()), server.server.status().listening());
        }
    }

    @Test
    void aDryRunLeavesNoSocketBehind() throws IOException {
        try (TestServer server = new TestServer(PING)) {
            String first = "unix://" + server.socket;
            Preparation ready = server.server.prepare(change(List.of(first), List.of(host("b")), "docker"));
            assertTrue(Files.exists(dir.resolve("b")));
            ready.rollback();
            assertFalse(Files.exists(dir.resolve("b")));
            assertEquals(
                    List.of(server.socket.toString()), server.server.status().listening());
        }
    }

    @Test
    void anAddressThatCannotBeHadRefusesTheReload() throws IOException {
        try (TestServer server = new TestServer(PING)) {
            server.server.bindListener(
                    _ -> {
                        throw EngineException.system("listen tcp: address already in use");
                    },
                    Map.of(Listener.SCHEME, "full"));
            String first = "unix://" + server.socket;
            EngineException refused = assertThrows(
                    EngineException.class,
                    () -> server.server.prepare(
                            change(List.of(first), List.of(first, host("b"), "full://x"), "docker")));
            assertTrue(
                    refused.getMessage().startsWith("hosts: failed to listen on full://x: listen tcp"),
                    refused.getMessage());
            assertFalse(Files.exists(dir.resolve("b")));
        }
    }

    /// From one address of a port to all of them: who reads the refusal learns the way, and another's port is no such case.
    @Test
    void aPortThatTheServerItselfHasIsNamedAsTheHindrance() throws IOException {
        try (TestServer server = new TestServer(PING)) {
            String first = "unix://" + server.socket;
            String one = "tcp://127.0.0.1:0";
            server.server
                    .prepare(change(List.of(first), List.of(first, one), "docker"))
                    .commit();
            String bound = server.server.status().listening().stream()
                    .filter(address -> address.startsWith("127."))
                    .findFirst()
                    .orElseThrow();
            String port = bound.substring(bound.indexOf(':'));
            server.server.bindListener(
                    address -> {
                        throw EngineException.system(
                                "listen tcp: already in use", new ErrnoException("bind", Errno.EADDRINUSE.number()));
                    },
                    Map.of(Listener.SCHEME, "tcp", "service.ranking", 1));
            String way = "; " + one
                    + ", which is to go, has that port: take it out in a reload of its own, then add the other";
            assertTrue(refusal(server, List.of(first, one), List.of(first, "tcp://0.0.0.0" + port))
                    .endsWith(way));
            assertTrue(refusal(server, List.of(first, one), List.of(first, "tcp://0.0.0.0:1"))
                    .endsWith("already in use"));
            assertTrue(refusal(server, List.of(first, one), List.of(first, one, "tcp://0.0.0.0" + port))
                    .endsWith("already in use"));
        }
    }

    private static String refusal(TestServer server, List<String> before, List<String> after) {
        return assertThrows(EngineException.class, () -> server.server.prepare(change(before, after, "docker")))
                .getMessage();
    }

    @Test
    void aReloadGivesOpenSocketsToTheNewGroup() throws IOException {
        List<String> regrouped = new ArrayList<>();
        Listener real = TestServer.unix();
        Listener listener = new Listener() {
            @Override
            public List<BoundSocket> bind(ListenAddress address) {
                return real.bind(address);
            }

            @Override
            public Runnable regroup(BoundSocket socket, String group) {
                if (group.equals("nobody-knows")) {
                    throw EngineException.invalidParameter("group nobody-knows not found");
                }
                return () -> regrouped.add(group);
            }
        };
        try (TestServer server = new TestServer(PING)) {
            server.server.bindListener(listener, Map.of(Listener.SCHEME, "unix"));
            List<String> hosts = List.of("unix://" + server.socket);
            server.server.prepare(change(hosts, hosts, "staff")).rollback();
            assertEquals(List.of(), regrouped);
            server.server.prepare(change(hosts, hosts, "staff")).commit();
            assertEquals(List.of("staff"), regrouped);
            assertThrows(EngineException.class, () -> server.server.prepare(change(hosts, hosts, "nobody-knows")));
        }
    }

    @Test
    void atTheEndIdleClientsGoAtOnceAndRequestsUnderWayFinish() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Route slow = Route.get("/slow", e -> {
            begun.countDown();
            end.await();
            TestServer.ok(e);
        });
        try (TestServer server = new TestServer(slow);
                RawClient idle = server.connect();
                RawClient busy = server.connect()) {
            idle.request("GET /none").head();
            busy.request("GET /slow");
            begun.await();
            server.server.refuse();
            assertFalse(Files.exists(server.socket));
            idle.rest();
            end.countDown();
            busy.until("OK");
            assertTrue(server.server.stop(Duration.ofSeconds(10)));
        }
    }

    @Test
    void atTheEndWhatDoesNotFinishIsCut() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Route slow = Route.get("/slow", _ -> {
            begun.countDown();
            end.await();
        });
        try (TestServer server = new TestServer(slow);
                RawClient busy = server.connect()) {
            busy.request("GET /slow");
            begun.await();
            assertFalse(server.server.stop(Duration.ofMillis(50)));
            assertEquals("", busy.rest());
            end.countDown();
        }
    }

    @Test
    void atTheEndNobodyWaitsForRawConnections() throws Exception {
        Route attach = Route.post("/attach", e -> {
            try (var raw = e.hijack("x/y")) {
                raw.input().transferTo(raw.output());
            }
        });
        try (TestServer server = new TestServer(attach);
                RawClient attached = server.connect()) {
            attached.request("POST /attach").head();
            attached.send("hello").until("hello");
            server.server.refuse();
            attached.send("still").until("still");
            assertFalse(server.server.stop(Duration.ofMinutes(10)));
            assertEquals("", attached.rest());
        }
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        private final TestServer server = server();

        private static TestServer server() {
            try {
                return new TestServer(PING);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private DaemonConfig hosts(String... hosts) {
            return new DaemonConfig(Map.of("hosts", List.of(hosts), "group", "docker"));
        }

        @Override
        protected Reconfigurable newPart() {
            server.server.bindListener(
                    _ -> {
                        throw EngineException.system("listen tcp: address already in use");
                    },
                    Map.of(Listener.SCHEME, "full"));
            return server.server;
        }

        @Override
        protected DaemonConfig inForce() {
            return hosts("unix://" + server.socket);
        }

        @Override
        protected DaemonConfig acceptable() {
            return hosts("unix://" + server.socket, host("b"));
        }

        @Override
        protected DaemonConfig unacceptable() {
            return hosts("unix://" + server.socket, host("b"), "full://x");
        }

        @Override
        protected Object visible(Reconfigurable of) {
            return server.server.status().listening();
        }

        @Override
        protected void release(Reconfigurable gone) throws IOException {
            server.close();
        }
    }
}
