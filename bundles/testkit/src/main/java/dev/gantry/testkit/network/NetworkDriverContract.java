package dev.gantry.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.NetworkDriver.Attachment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [NetworkDriver] has to keep, as far as that can be told without a container. Drivers that make interfaces change the
/// machine: run their contract where that does no harm.
public abstract class NetworkDriverContract {
    private static final int SWAPS = 50;

    /// A new instance of the driver, as its component would be after an update of the bundle.
    protected abstract NetworkDriver newDriver() throws Exception;

    /// A network that the driver can make; the same in each call.
    protected abstract Network network();

    /// An option that the driver refuses; empty when it overlooks what it does not know, as Docker's own do.
    protected Map<String, String> senselessOptions() {
        return Map.of();
    }

    private static Endpoint unknown() {
        return new Endpoint(
                "e".repeat(64), "c".repeat(64), "eth0", "02:42:00:00:00:01", null, null, Map.of(), List.of());
    }

    @Test
    void alwaysAttachesInTheSameWay() throws Exception {
        Attachment attachment = newDriver().attachment();
        assertEquals(attachment, newDriver().attachment());
    }

    @Test
    void preparesWithoutChangingWhatTheNetworkIs() throws Exception {
        Network wanted = network();
        Network prepared = newDriver().prepare(wanted);
        assertEquals(wanted.id(), prepared.id());
        assertEquals(wanted.name(), prepared.name());
        assertEquals(wanted.driver(), prepared.driver());
        assertEquals(wanted.created(), prepared.created());
        assertEquals(wanted.labels(), prepared.labels());
        assertEquals(prepared, newDriver().prepare(prepared), "prepared twice it is something else");
    }

    @Test
    void refusesOptionsThatMakeNoSense() throws Exception {
        assumeTrue(!senselessOptions().isEmpty());
        Network wanted = network();
        Network senseless = new Network(
                wanted.id(),
                wanted.name(),
                wanted.driver(),
                wanted.created(),
                wanted.internal(),
                wanted.subnets(),
                senselessOptions(),
                wanted.labels());
        NetworkDriver driver = newDriver();
        EngineException refused = assertThrows(EngineException.class, () -> driver.prepare(senseless));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
    }

    @Test
    void makesAndUnmakesANetwork() throws Exception {
        NetworkDriver driver = newDriver();
        Network network = driver.prepare(network());
        driver.restore(network, List.of());
        driver.remove(network);
    }

    @Test
    void cutsOffWhatIsNotThere() throws Exception {
        NetworkDriver driver = newDriver();
        Network network = driver.prepare(network());
        driver.restore(network, List.of());
        driver.leave(network, unknown());
        driver.remove(network);
    }

    @Test
    void takesOverWhatItsPredecessorsMade() throws Exception {
        NetworkDriver driver = newDriver();
        Network network = driver.prepare(network());
        for (int swap = 0; swap < SWAPS; swap++) {
            driver = newDriver();
            driver.restore(network, List.of());
        }
        driver.sweep(network, List::of);
        driver.remove(network);
    }
}
