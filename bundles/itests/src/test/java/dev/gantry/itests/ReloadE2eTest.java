package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The configuration of a running daemon changes.
@Tag("machine")
class ReloadE2eTest {
    /// That of the Java that runs the tests.
    private static final String JCMD =
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    private static final int RELOADS = 200;
    private static final int WARM_UP = 40;
    private static final Pattern USED_KIB = Pattern.compile("used (\\d+)K");

    private static TestDaemon daemon;

    @BeforeAll
    static void start() {
        daemon = TestDaemon.startWithHostsInFile();
        for (String name : List.of("a", "b")) {
            Command.run(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=" + name,
                            "-keyout",
                            file(name + "-key.pem"),
                            "-out",
                            file(name + ".pem"))
                    .ok();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        daemon.close();
    }

    private static String file(String name) {
        return daemon.root().resolve(name).toString();
    }

    /// Replaces the file and has it read; without `feature` the daemon would do so by itself.
    private static Command.Result reload(String json) throws IOException {
        configure(json);
        return daemon.http("POST", "/gantry/config/reload");
    }

    private static void configure(String json) throws IOException {
        Path next = Files.writeString(daemon.root().resolve("next.json"), json);
        Files.move(next, daemon.configFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String json(int round, boolean tls) {
        String certificate = round % 4 < 2 ? "a" : "b";
        String hosts =
                tls ? "\"tcp://127.0.0.1:2376\"" : "\"unix://" + daemon.root().resolve("other.sock") + '"';
        return """
                {"hosts": ["%s", %s], "tls": %s, %s "tlscert": "%s", "tlskey": "%s", "log-level": "%s", "log-format": "%s",
                 "features": {"config-watch": false}, "labels": ["round=%d"]}""".formatted(
                        daemon.host(),
                        hosts,
                        tls,
                        tls ? "\"tlsverify\": false," : "",
                        file(certificate + ".pem"),
                        file(certificate + "-key.pem"),
                        round % 3 == 0 ? "debug" : "info",
                        round % 5 == 0 ? "json" : "text",
                        round);
    }

    private static String subject() {
        return daemon.network()
                .run(
                        "sh",
                        "-c",
                        "openssl s_client -connect 127.0.0.1:2376 </dev/null 2>/dev/null | openssl x509 -noout -subject")
                .ok()
                .replaceAll(".*CN ?= ?", "");
    }

    /// Open descriptors, threads, and KiB of heap after a collection.
    private record Footprint(long descriptors, long threads, long heap) {
        static Footprint read() throws IOException {
            String pid = Long.toString(daemon.pid());
            Command.run(JCMD, pid, "GC.run").ok();
            Matcher used =
                    USED_KIB.matcher(Command.run(JCMD, pid, "GC.heap_info").ok());
            long heap = 0;
            while (used.find()) {
                heap += Long.parseLong(used.group(1));
            }
            return new Footprint(count("fd"), count("task"), heap);
        }

        private static long count(String what) throws IOException {
            try (Stream<Path> entries = Files.list(Path.of("/proc/" + daemon.pid(), what))) {
                return entries.count();
            }
        }
    }

    @Test
    void twoHundredReloadsOfHostsCertificatesAndLevelsFailNoRequestAndLeakNothing() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Integer>> clients = new ArrayList<>();
        Footprint first = null;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.add(threads.submit(() -> RawClient.keepAsking(daemon.socket(), "/_ping", done)));
            clients.add(threads.submit(() -> RawClient.askAnew(daemon.socket(), "/version", done)));
            try {
                for (int round = 0; round < RELOADS; round++) {
                    boolean tls = round % 2 == 0;
                    String answer = reload(json(round, tls)).ok();
                    assertTrue(answer.endsWith("\n200"), answer);
                    if (round % 50 == 0 || round % 50 == 2) {
                        assertEquals(round % 4 < 2 ? "a" : "b", subject());
                    }
                    if (round == WARM_UP) {
                        first = Footprint.read();
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > RELOADS, "requests were served all the time");
            }
        }
        Footprint beginning = first;
        Eventually.holds(
                "as many descriptors and threads as at the beginning, and no more heap",
                () -> isNoMore(beginning),
                () -> beginning + " became " + now());
    }

    private static boolean isNoMore(Footprint first) {
        Footprint last = now();
        return last.descriptors() <= first.descriptors() + 4
                && last.threads() <= first.threads() + 4
                && last.heap() <= first.heap() + 2048;
    }

    private static Footprint now() {
        try {
            return Footprint.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRefusedReloadLeavesListenersAndSettingsAsTheyWere() throws IOException {
        reload("{\"hosts\": [\"" + daemon.host()
                        + "\"], \"labels\": [\"kept=1\"], \"features\": {\"config-watch\": false}}")
                .ok();
        String answer = reload(
                        "{\"hosts\": [\"" + daemon.host()
                                + "\", \"unix:///proc/none/x.sock\"], \"labels\": [\"lost=1\"], \"features\": {\"config-watch\": false}}")
                .ok();
        assertFalse(answer.endsWith("\n200"), answer);
        assertTrue(answer.contains("/proc/none/x.sock"), answer);
        assertEquals("[kept=1]", daemon.docker("info", "-f", "{{.Labels}}").ok());
        assertEquals("OK", daemon.http("GET", "/_ping").ok().lines().findFirst().orElse(""));
    }

    @Test
    void aChangedFileAndSighupApplyAndTheEventTells() throws IOException {
        reload("{\"hosts\": [\"" + daemon.host() + "\"]}").ok();
        configure("{\"hosts\": [\"" + daemon.host()
                + "\"], \"labels\": [\"by=watch\"], \"features\": {\"config-watch\": true}}");
        Eventually.holds(
                "the changed file is applied",
                () -> daemon.docker("info", "-f", "{{.Labels}}").ok().equals("[by=watch]"),
                daemon::logTail);
        configure(
                "{\"hosts\": [\"" + daemon.host()
                        + "\"], \"labels\": [\"by=hup\"], \"features\": {\"config-watch\": false}, \"proxies\": {\"http-proxy\": \"http://u:secret@p:1\"}}");
        Command.run("kill", "-HUP", Long.toString(daemon.pid())).ok();
        Eventually.holds(
                "the signal applies the file",
                () -> daemon.docker("info", "-f", "{{.Labels}}").ok().equals("[by=hup]"),
                daemon::logTail);
        Eventually.holds(
                "an event tells of it, secrets masked",
                () -> Stream.of("labels=[\"by=hup\"]", "http-proxy=http://xxxxx:xxxxx@p:1")
                        .allMatch(events()::contains),
                daemon::logTail);
        String log = Files.readString(daemon.log());
        assertFalse(log.contains("secret"), daemon.logTail());
        assertTrue(log.contains("Got signal to reload configuration"), daemon.logTail());
        assertTrue(log.contains("reloading the configuration from " + daemon.configFile()), daemon.logTail());
        assertTrue(log.contains("Reloaded configuration: {"), daemon.logTail());
    }

    private static String events() {
        return daemon.docker("events", "--since", "1m", "--until", "0s", "--filter", "event=reload")
                .ok();
    }

    private static Command.Result bridge(String keys) throws IOException {
        return reload("{\"hosts\": [\"" + daemon.host() + "\"], \"features\": {\"config-watch\": false}" + keys + "}");
    }

    private static String subnet() {
        return daemon.docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "bridge")
                .ok();
    }

    @Test
    void theDefaultBridgeChangesUnlessContainersAreOnIt() throws IOException {
        TestImages.importBusybox(daemon);
        assertTrue(bridge(", \"bip\": \"10.77.0.1/24\"").ok().endsWith("\n200"));
        assertEquals("10.77.0.0/24", subnet());
        String id = daemon.docker("run", "-d", "busybox", "sleep", "1000").ok();
        try {
            assertEquals(
                    "10.77.0.2",
                    daemon.docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", id)
                            .ok());
            String refused =
                    bridge(", \"bip\": \"10.78.0.1/24\", \"icc\": false").ok();
            assertTrue(refused.contains("bip: the default bridge is in use by running containers"), refused);
            assertEquals("10.77.0.0/24", subnet());
            assertTrue(bridge(", \"bip\": \"10.77.0.1/24\", \"icc\": false, \"fixed-cidr\": \"10.77.0.64/26\"")
                    .ok()
                    .endsWith("\n200"));
            assertEquals(
                    "false",
                    daemon.docker(
                                    "network",
                                    "inspect",
                                    "-f",
                                    "{{index .Options \"com.docker.network.bridge.enable_icc\"}}",
                                    "bridge")
                            .ok());
            assertTrue(
                    daemon.docker("run", "--rm", "busybox", "ip", "addr").ok().contains("inet 10.77.0.64/24"));
        } finally {
            daemon.docker("rm", "-f", id).ok();
        }
        assertTrue(bridge(", \"bridge\": \"none\"").ok().endsWith("\n200"));
        assertEquals(
                "host\nnone",
                daemon.docker("network", "ls", "--format", "{{.Name}}").ok());
        assertTrue(bridge("").ok().endsWith("\n200"));
        assertEquals("172.17.0.0/16", subnet());
    }

    @Test
    void validateAsksTheRunningDaemon() throws IOException {
        Path file = Files.writeString(
                daemon.root().resolve("try.json"),
                "{\"hosts\": [\"" + daemon.host()
                        + "\"], \"dns\": [\"1.1.1.1\"], \"experimental\": true, \"storage-driver\": \"overlay2\"}");
        Command.Result result = Command.run(
                TestDaemon.distribution().resolve("bin/gantryd").toString(),
                "--validate",
                "--config-file",
                file.toString());
        assertEquals("configuration OK", result.err().strip());
        assertTrue(result.ok().contains("storage-driver: needs restart"), result.out());
        assertTrue(result.ok().contains("dns: applies to new containers"), result.out());
        assertTrue(result.ok().contains("experimental: applied"), result.out());
        Files.writeString(file, "{\"debgu\": true}");
        assertNotEquals(
                0,
                Command.run(
                                TestDaemon.distribution().resolve("bin/gantryd").toString(),
                                "--validate",
                                "--config-file",
                                file.toString())
                        .exit());
    }

    @Test
    void theConsoleShowsOriginsAndReloads() throws IOException {
        reload("{\"hosts\": [\"" + daemon.host() + "\"], \"shutdown-timeout\": 21}")
                .ok();
        String shown = daemon.console("gantry:config shutdown").ok();
        assertTrue(shown.matches("(?s).*shutdown-timeout +21 +(file|reload) +applied.*"), shown);
        configure("{\"hosts\": [\"" + daemon.host()
                + "\"], \"shutdown-timeout\": 22, \"features\": {\"config-watch\": false}}");
        assertTrue(daemon.console("gantry:reload -n").ok().contains("shutdown-timeout"), "the dry run names it");
    }
}
