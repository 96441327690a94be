package dev.gantry.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.StatsResponse;
import dev.gantry.api.types.Timestamps;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ReadingsTest {
    private final ServiceSlot<Containers> containers = new ServiceSlot<>("c");
    private final ServiceSlot<Runtime> runtime = new ServiceSlot<>("r");
    private final AtomicInteger samples = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int pid = 7;
    private volatile boolean gone;
    private Sampler sampler;

    @TempDir
    Path proc;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu  1 2 3 4 5 6 7 8 9 0\ncpu0 1\ncpu1 1\nintr 5\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:        1000 kB\nMemFree: 1 kB\n");
        Files.createDirectories(proc.resolve("7/net"));
        Files.writeString(proc.resolve("7/net/dev"), """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:       1       1    0    0    0     0          0         0        1       1    0    0    0     0       0          0
                  eth0:     100       2    3    4    0     0          0         0      500       6    7    8    0     0       0          0
                """);
        containers.bind(proxy(Containers.class));
        runtime.bind(proxy(Runtime.class));
        sampler = new Sampler(containers, runtime, new HostFigures(proc, 100));
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (self, called, args) -> switch (called.getName()) {
                    case "lookup" -> container();
                    case "metrics" ->
                        refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                                ? refuse()
                                : metrics(samples.incrementAndGet());
                    default -> throw new UnsupportedOperationException(called.getName());
                }));
    }

    private static TaskMetrics refuse() {
        throw EngineException.unavailable("the runtime is not available");
    }

    private RunningContainer container() {
        if (gone) {
            throw EngineException.notFound("No such container: c");
        }
        return new RunningContainer(
                "c".repeat(64),
                "web",
                pid > 0 ? "running" : "exited",
                pid,
                null,
                "",
                "",
                ContainerConfigBuilder.builder().build(),
                HostConfigBuilder.builder().NetworkMode("bridge").build(),
                List.of(),
                proc,
                proc,
                proc,
                "/docker/c",
                null,
                null);
    }

    private static TaskMetrics metrics(int n) {
        return new TaskMetrics(
                Instant.ofEpochSecond(n),
                2,
                new TaskMetrics.Cpu(n * 100L, n * 40L, n * 60L, List.of(), 1, 2, 3),
                new TaskMetrics.Memory(5000, 0, -1, 0, Map.of("inactive_file", 10L)),
                new TaskMetrics.Pids(3, 0),
                new TaskMetrics.BlockIo(
                        List.of(new TaskMetrics.BlockIo.Entry(8, 0, "read", 9)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private Readings readings(boolean stream, boolean oneShot, long intervalMillis) {
        return new Readings(sampler, "c", stream, oneShot, intervalMillis, _ -> {});
    }

    @Test
    void oneShotComesAtOnceWithoutASampleBefore() throws InterruptedException {
        Readings readings = readings(false, true, 100_000);
        StatsResponse stats = readings.next();
        assertEquals("/web", stats.name());
        assertEquals(100, stats.cpu_stats().cpu_usage().total_usage());
        assertEquals(280_000_000L, stats.cpu_stats().system_cpu_usage());
        assertEquals(2, stats.cpu_stats().online_cpus());
        assertEquals(0, stats.precpu_stats().cpu_usage().total_usage());
        assertEquals(Timestamps.ZERO, stats.preread());
        assertEquals(1_024_000, stats.memory_stats().limit());
        assertEquals(100, stats.networks().get("eth0").rx_bytes());
        assertEquals(8, stats.networks().get("eth0").tx_dropped());
        assertEquals(1, stats.networks().size());
        assertNull(stats.blkio_stats().io_serviced_recursive());
        assertNull(readings.next());
    }

    @Test
    void withoutStreamTwoSamplesMakeOneAnswer() throws InterruptedException {
        StatsResponse stats = readings(false, false, 1).next();
        assertEquals(200, stats.cpu_stats().cpu_usage().total_usage());
        assertEquals(100, stats.precpu_stats().cpu_usage().total_usage());
        assertEquals("1970-01-01T00:00:01Z", stats.preread());
    }

    @Test
    void aContainerThatDoesNotRunHasZerosOrInAStreamNothing() throws InterruptedException {
        pid = 0;
        StatsResponse stats = readings(false, false, 1).next();
        assertEquals("c".repeat(64), stats.id());
        assertEquals(Timestamps.ZERO, stats.read());
        Readings stream = readings(true, false, 20);
        Thread starter = Thread.ofVirtual().start(() -> pid = 7);
        assertEquals("1970-01-01T00:00:01Z", stream.next().read());
        starter.join();
    }

    @Test
    void aStreamEndsWithTheContainerOrTheReader() throws InterruptedException {
        Readings stream = readings(true, false, 1);
        assertEquals(Timestamps.ZERO, stream.next().preread());
        assertEquals("1970-01-01T00:00:01Z", stream.next().preread());
        gone = true;
        assertNull(stream.next());
        gone = false;
        Readings closed = readings(true, false, 100_000);
        assertTrue(closed.next() != null);
        Thread.ofVirtual().start(closed::close);
        assertNull(closed.next());
    }

    @Test
    void aReaderWhoseProviderLeavesEndsWithoutAFailure() throws InterruptedException {
        AtomicInteger over = new AtomicInteger();
        Readings stream = new Readings(sampler, "c", true, false, 100_000, _ -> over.incrementAndGet());
        assertNotNull(stream.next());
        assertFalse(stream.isCut());
        Thread.ofVirtual().start(stream::cut);
        assertNull(stream.next());
        assertTrue(stream.isCut());
        assertEquals(1, over.get());
    }

    @Test
    void aStreamWaitsForARuntimeThatIsBeingUpdated() throws InterruptedException {
        Readings stream = readings(true, false, 1);
        assertEquals("1970-01-01T00:00:01Z", stream.next().read());
        refusals.set(3);
        assertEquals("1970-01-01T00:00:02Z", stream.next().read());
        assertEquals(0, refusals.get());
    }
}
