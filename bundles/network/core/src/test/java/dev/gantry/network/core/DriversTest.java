package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DriversTest {
    private final Drivers drivers = new Drivers();
    private final BlockingQueue<NetworkDriver> introduced = new LinkedBlockingQueue<>();

    /// A driver that does nothing.
    private static final class Idle implements NetworkDriver {
        @Override
        public Attachment attachment() {
            return Attachment.NOTHING;
        }

        @Override
        public void restore(Network network, Collection<Endpoint> endpoints) {}

        @Override
        public void remove(Network network) {}

        @Override
        public void join(
                Network network, Endpoint endpoint, Path namespace, NetlinkSocket inside, boolean defaultGateway) {}

        @Override
        public void leave(Network network, Endpoint endpoint) {}
    }

    private NetworkDriver bound(int ranking) {
        NetworkDriver driver = new Idle();
        drivers.bind("x", driver, ranking, introduced::add);
        return driver;
    }

    private NetworkDriver used() {
        return drivers.call("x", driver -> driver);
    }

    private NetworkDriver nextIntroduced() throws InterruptedException {
        NetworkDriver next = introduced.poll(10, TimeUnit.SECONDS);
        // Once it is in use, the queue shows all that was introduced until then.
        Bench.await(() -> used() == next);
        return next;
    }

    @Test
    void theHighestRankingIsUsedWhateverTheOrderOfArrival() throws Exception {
        NetworkDriver high = bound(5);
        assertSame(high, nextIntroduced());
        NetworkDriver low = bound(-1);
        assertSame(high, used());
        NetworkDriver highest = bound(9);
        assertSame(highest, nextIntroduced());
        drivers.unbind("x", low);
        assertSame(highest, used());
        assertTrue(introduced.isEmpty(), "one that was never used took the networks over");
    }

    @Test
    void whoWaitedIsGivenWhatThereIsWhenItsTurnComes() throws Exception {
        NetworkDriver high = bound(5);
        assertSame(high, nextIntroduced());
        NetworkDriver low = bound(0);
        drivers.unbind("x", high);
        assertSame(low, nextIntroduced());
        assertEquals(Set.of("x"), drivers.names());
        drivers.unbind("x", low);
        assertEquals(Set.of(), drivers.names());
    }

    @Test
    void whoWasDisplacedIsGivenWhatThereIsWhenItComesBack() throws Exception {
        NetworkDriver low = bound(0);
        assertSame(low, nextIntroduced());
        NetworkDriver high = bound(5);
        assertSame(high, nextIntroduced());
        drivers.unbind("x", high);
        assertSame(low, nextIntroduced());
    }

    @Test
    void ofEqualsTheLatestIsUsed() throws Exception {
        NetworkDriver first = bound(0);
        assertSame(first, nextIntroduced());
        NetworkDriver second = bound(0);
        assertSame(second, nextIntroduced());
        drivers.unbind("x", first);
        assertSame(second, used());
        assertEquals(List.of(), List.copyOf(introduced));
    }
}
