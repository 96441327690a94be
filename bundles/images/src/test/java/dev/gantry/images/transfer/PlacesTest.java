package dev.gantry.images.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlacesTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch waiting = new CountDownLatch(1);

    /// Hears that it has to wait.
    private final class Report implements TransferReport {
        @Override
        public void state(String state) {
            told.add(state);
            waiting.countDown();
        }

        @Override
        public void bytes(String action, long current, long total) {}
    }

    @Test
    void reachesThoseThatWaitWhenThereBecomeMore() throws InterruptedException {
        Places places = new Places(1);
        places.take(new Report());
        assertEquals(List.of(), told);
        Thread second = Thread.ofVirtual().start(() -> places.take(new Report()));
        waiting.await();
        places.limit(2);
        second.join();
        assertEquals(List.of("Waiting"), told);
    }

    @Test
    void stopsNobodyWhenThereBecomeFewer() throws InterruptedException {
        Places places = new Places(2);
        places.take(new Report());
        places.take(new Report());
        places.limit(1);
        places.give();
        Thread third = Thread.ofVirtual().start(() -> places.take(new Report()));
        waiting.await();
        places.give();
        third.join();
    }

    @Test
    void aWaitCanBeCancelled() throws InterruptedException {
        Places places = new Places(1);
        places.take(new Report());
        AtomicReference<EngineException> thrown = new AtomicReference<>();
        Thread second = Thread.ofVirtual()
                .start(() -> thrown.set(assertThrows(EngineException.class, () -> places.take(new Report()))));
        waiting.await();
        second.interrupt();
        second.join();
        assertEquals(ErrorKind.UNAVAILABLE, thrown.get().kind());
        places.give();
        places.take(new Report());
    }
}
