package dev.gantry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.exec.ExecResult;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.Healthcheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeTime time = new FakeTime(START);
    private final Deque<ExecResult> results = new ArrayDeque<>();
    private final List<Health> reports = new ArrayList<>();
    private final List<Long> probedAt = new ArrayList<>();

    private static ContainerConfig config(Healthcheck check) {
        return ContainerConfigBuilder.builder().Healthcheck(check).build();
    }

    private static ExecResult exit(int code) {
        return new ExecResult(code, false, "out", false);
    }

    private Monitor monitor(Healthcheck check, Health before) {
        ProbeSettings settings = ProbeSettings.of(config(check));
        Monitor monitor = new Monitor(
                settings,
                new Progress(settings, START, before),
                () -> {
                    probedAt.add(Duration.between(START, time.instant()).toSeconds());
                    ExecResult result = results.poll();
                    if (result == null) {
                        throw EngineException.conflict("container is not running");
                    }
                    return result;
                },
                reports::add,
                time,
                time);
        monitor.begin();
        return monitor;
    }

    private static Healthcheck check(int interval, int startPeriod, int startInterval, int retries) {
        return new Healthcheck(
                List.of("CMD", "true"),
                Duration.ofSeconds(interval).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(startPeriod).toNanos(),
                Duration.ofSeconds(startInterval).toNanos(),
                retries);
    }

    private static Health fresh() {
        return new Health("starting", 0, List.of());
    }

    private List<String> statuses() {
        return reports.stream().map(h -> h.Status() + " " + h.FailingStreak()).toList();
    }

    @Test
    void probesOnceAnIntervalAndCountsFailuresInARow() {
        results.addAll(List.of(exit(0), exit(1), exit(1), exit(2), exit(0)));
        monitor(check(10, 0, 0, 3), fresh());
        time.advance(Duration.ofSeconds(50));
        assertEquals(List.of(10L, 20L, 30L, 40L, 50L), probedAt);
        assertEquals(List.of("healthy 0", "healthy 1", "healthy 2", "unhealthy 3", "healthy 0"), statuses());
    }

    @Test
    void failuresDuringTheStartPeriodDoNotCountAndProbesComeFaster() {
        results.addAll(List.of(exit(1), exit(1), exit(1), exit(1), exit(1)));
        monitor(check(10, 5, 2, 2), fresh());
        time.advance(Duration.ofSeconds(30));
        assertEquals(List.of(2L, 4L, 6L, 16L, 26L), probedAt);
        assertEquals(List.of("starting 0", "starting 0", "starting 1", "unhealthy 2", "unhealthy 3"), statuses());
    }

    @Test
    void aSuccessEndsTheStartPeriod() {
        results.addAll(List.of(exit(0), exit(1)));
        monitor(check(10, 60, 2, 1), fresh());
        time.advance(Duration.ofSeconds(12));
        assertEquals(List.of(2L, 12L), probedAt);
        assertEquals(List.of("healthy 0", "unhealthy 1"), statuses());
    }

    @Test
    void aFrozenContainerIsNotProbed() {
        results.addAll(List.of(exit(0), exit(0)));
        Monitor monitor = monitor(check(10, 0, 0, 3), fresh());
        time.advance(Duration.ofSeconds(15));
        monitor.pause(true);
        time.advance(Duration.ofSeconds(60));
        monitor.pause(false);
        time.advance(Duration.ofSeconds(10));
        assertEquals(List.of(10L, 85L), probedAt);
        monitor.end();
        time.advance(Duration.ofSeconds(60));
        assertEquals(2, probedAt.size());
    }

    @Test
    void keepsFiveResultsAndSaysWhatWentWrong() {
        results.addAll(List.of(
                exit(0),
                exit(0),
                exit(0),
                exit(0),
                new ExecResult(-1, true, "", false),
                new ExecResult(1, false, "x", true)));
        monitor(check(10, 0, 0, 3), fresh());
        time.advance(Duration.ofSeconds(70));
        List<String> outputs = reports.getLast().Log().stream()
                .map(r -> r.ExitCode() + " " + r.Output())
                .toList();
        assertEquals(
                List.of(
                        "0 out",
                        "0 out",
                        "-1 Health check exceeded timeout (1s)",
                        "1 x...",
                        "-1 container is not running"),
                outputs);
        assertEquals("2026-01-01T00:01:10Z", reports.getLast().Log().getLast().Start());
    }

    @Test
    void goesOnFromWhatAPredecessorFound() {
        results.add(exit(1));
        monitor(check(10, 0, 0, 3), new Health("healthy", 2, List.of()));
        time.advance(Duration.ofSeconds(10));
        assertEquals(List.of("unhealthy 3"), statuses());
    }

    @Test
    void readsWhatToRun() {
        assertNull(ProbeSettings.of(config(null)));
        assertNull(ProbeSettings.of(config(new Healthcheck(List.of(), 0, 0, 0, 0, 0))));
        assertNull(ProbeSettings.of(config(new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0))));
        ProbeSettings shell = ProbeSettings.of(config(new Healthcheck(List.of("CMD-SHELL", "a b"), 0, 0, 0, 0, 0)));
        assertEquals(List.of("/bin/sh", "-c", "a b"), shell.command());
        assertEquals(Duration.ofSeconds(30), shell.interval());
        assertEquals(Duration.ofSeconds(30), shell.timeout());
        assertEquals(Duration.ofSeconds(5), shell.startInterval());
        assertEquals(3, shell.retries());
        assertTrue(shell.exec(config(null)).AttachStderr());
    }

    @Test
    void writesDurationsAsGoDoes() {
        assertEquals("30s", GoDuration.text(Duration.ofSeconds(30)));
        assertEquals("1m30s", GoDuration.text(Duration.ofSeconds(90)));
        assertEquals("100ms", GoDuration.text(Duration.ofMillis(100)));
        assertEquals("1.5s", GoDuration.text(Duration.ofMillis(1500)));
        assertEquals("1h0m0s", GoDuration.text(Duration.ofHours(1)));
    }
}
