package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The metrics endpoint of a daemon that does something.
@Tag("machine")
@Timeout(300)
class MetricsE2eTest {
    private static TestDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        daemon = TestDaemon.start("--metrics-addr", "127.0.0.1:9323");
        TestImages.importBusybox(daemon);
    }

    @AfterAll
    static void stop() throws Exception {
        daemon.close();
    }

    private static String scrape() {
        return Command.run(
                        daemon.network().inside(List.of("curl", "-sf", "http://127.0.0.1:9323/metrics")),
                        Map.of(),
                        new byte[0])
                .ok();
    }

    private static double value(String line) {
        return scrape().lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .sum();
    }

    @Test
    void figuresFollowTheEngine() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "up",
                        "--health-cmd",
                        "true",
                        "--health-interval",
                        "1s",
                        "busybox",
                        "sleep",
                        "60")
                .ok();
        daemon.docker("diff", "up").ok();
        Eventually.holds(
                "its health is probed", () -> value("engine_daemon_health_checks_total") > 0, MetricsE2eTest::scrape);
        assertEquals(1, value("engine_daemon_container_states_containers{state=\"running\"}"));
        assertEquals(1, value("engine_daemon_container_actions_seconds_count{action=\"start\"}"));
        assertEquals(1, value("engine_daemon_container_actions_seconds_count{action=\"create\"}"));
        assertEquals(1, value("engine_daemon_container_actions_seconds_count{action=\"changes\"}"));
        assertEquals(1, value("engine_daemon_network_actions_seconds_count{action=\"allocate\"}"));
        assertTrue(value("engine_daemon_events_total") > 2);
        daemon.docker("rm", "-f", "up").ok();
        assertEquals(1, value("engine_daemon_container_actions_seconds_count{action=\"delete\"}"));
        Eventually.holds(
                "the network is released",
                () -> value("engine_daemon_network_actions_seconds_count{action=\"release\"}") == 1,
                MetricsE2eTest::scrape);
    }

    @Test
    void noContainerGetsItsPort() {
        Command.Result refused = daemon.docker("run", "--rm", "-p", "127.0.0.1:9323:80", "busybox", "true");
        assertEquals(125, refused.exit());
        assertTrue(refused.err().contains("9323") && refused.err().contains("address already in use"), refused.err());
    }
}
