package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.NetlinkSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other settings while network drivers come and go.
@Tag("machine")
class ReloadingDriversTest {
    private static final String ONE = "1".repeat(64);
    private static final Map<String, Object> NAME = Map.of("name", "bridge");

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void aDriverThatLeavesDuringAReloadDoesWhatItWasPlannedFor() throws Exception {
        bench.core.inspect("bridge");
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        Bench.Step step = bench.prepare(Map.of("bip", "10.214.0.1/24"));
        Thread leaving = Thread.ofPlatform().start(bench::driverGoes);
        Bench.await(() -> !bench.core.drivers().contains("bridge"));
        step.commit();
        leaving.join();
        assertEquals(List.of(IpPrefix.parse("10.214.0.1/24")), bench.addresses(Bench.DEVICE));
        bench.driverComes(bench.bridge);
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
    }

    @Test
    void aDriverThatComesDuringAReloadHearsOfIt() throws Exception {
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        bench.driverGoes();
        bench.addBridge("gtest1");
        Bench.Step step = bench.prepare(Map.of("bip", "10.214.0.1/24", "bridge", "gtest1"));
        bench.driverComes(bench.bridge);
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        assertEquals(List.of(IpPrefix.parse("10.213.0.1/24")), bench.addresses(Bench.DEVICE));
        step.commit();
        assertNull(bench.link(Bench.DEVICE));
        assertEquals(List.of(IpPrefix.parse("10.214.0.1/24")), bench.addresses("gtest1"));
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
    }

    /// A driver that takes its networks over, under the settings of before, when the reload is committed.
    ///
    /// @param waits what the thread does that commits, when the driver may go on
    private OddDriver arrivesDuringAReload(Map<String, Object> properties, Thread.State waits) throws Exception {
        OddDriver slow = new OddDriver(bench.bridge);
        slow.gate = new CountDownLatch(1);
        CountDownLatch prepared = new CountDownLatch(1);
        CompletableFuture<Void> committed = new CompletableFuture<>();
        Thread reload = Thread.ofPlatform().start(() -> {
            try {
                Bench.Step step = bench.prepare(Map.of("bip", "10.214.0.1/24"));
                prepared.countDown();
                slow.restoring.await();
                step.commit();
                committed.complete(null);
            } catch (RuntimeException | InterruptedException e) {
                committed.completeExceptionally(e);
            }
        });
        prepared.await();
        bench.core.bindDriver(slow, properties);
        slow.restoring.await();
        Bench.await(() -> reload.getState() == waits && bench.config.get("bip").equals("10.214.0.1/24"));
        if (waits == Thread.State.TIMED_WAITING) {
            // Ends the wait for the driver as its limit would.
            reload.interrupt();
            Bench.await(() -> committed.isDone() || reload.getState() == Thread.State.WAITING);
        }
        slow.gate.countDown();
        committed.get();
        return slow;
    }

    @Test
    void aDriverThatIsLateIsToldWhatChangedMeanwhile() throws Exception {
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        bench.driverGoes();
        arrivesDuringAReload(NAME, Thread.State.TIMED_WAITING);
        Bench.await(() -> bench.addresses(Bench.DEVICE).equals(List.of(IpPrefix.parse("10.214.0.1/24"))));
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
    }

    @Test
    void aDriverThatTakesAnothersPlaceIsToldWhatChangedMeanwhile() throws Exception {
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        Map<String, Object> better = Map.of("name", "bridge", "service.ranking", 1);
        OddDriver second = arrivesDuringAReload(better, Thread.State.WAITING);
        InetAddress address = InetAddress.ofLiteral("10.214.0.1");
        Bench.await(() -> second.bridge != null
                && address.equals(second.bridge.subnets().getFirst().gateway()));
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
    }

    @Test
    void aBridgeThatCannotBeRemovedKeepsNobodyFromTheNewOne() throws Exception {
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        OddDriver weak = new OddDriver(bench.bridge);
        weak.removes = false;
        bench.driverGoes();
        bench.driverComes(weak);
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        bench.addBridge("gtest1");
        bench.reload(Map.of("bridge", "gtest1", "bip", "10.214.0.1/24"));
        assertEquals(List.of(IpPrefix.parse("10.214.0.1/24")), bench.addresses("gtest1"));
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
        try (NetlinkSocket host = bench.namespaces.open()) {
            host.deleteLink(host.link(Bench.DEVICE).index());
        }
    }
}
