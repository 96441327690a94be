package dev.gantry.images.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FlightTest {
    private final List<String> own = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> followed = new LinkedBlockingQueue<>();
    private final Flight flight = new Flight(report(own::add));

    private interface Ear {
        void hear(String text);
    }

    private static TransferReport report(Ear ear) {
        return new TransferReport() {
            @Override
            public void state(String state) {
                ear.hear(state);
            }

            @Override
            public void bytes(String action, long current, long total) {
                ear.hear(action + " " + current + "/" + total);
            }
        };
    }

    @Test
    void followersHearTheSame() throws InterruptedException {
        flight.state("Waiting");
        Thread follower = Thread.ofVirtual().start(() -> flight.follow(report(followed::add)));
        assertEquals("Waiting", followed.take());
        assertTrue(flight.isFollowed());
        flight.bytes("Downloading", 1, 9);
        assertEquals("Downloading 1/9", followed.take());
        flight.land();
        follower.join();
        assertFalse(flight.isFollowed());
        assertEquals(List.of("Waiting", "Downloading 1/9"), own);
    }

    @Test
    void aSlowFollowerHoldsNobodyUp() throws InterruptedException {
        BlockingQueue<String> never = new LinkedBlockingQueue<>();
        Thread slow = Thread.ofVirtual().start(() -> {
            try {
                flight.follow(report(_ -> {
                    try {
                        followed.add("stuck");
                        never.take();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            } catch (EngineException e) {
                followed.add(String.valueOf(e.getMessage()));
            }
        });
        assertEquals("stuck", followed.take());
        for (int i = 0; i < 100; i++) {
            flight.bytes("Downloading", i, 100);
        }
        assertEquals(100, own.size());
        slow.interrupt();
        slow.join();
        String last = followed.take();
        while (last.equals("stuck")) {
            last = followed.take();
        }
        assertEquals("context canceled", last);
        assertFalse(flight.isFollowed());
    }

    @Test
    void aFollowerWhoseClientHasGoneEndsAlone() {
        assertThrows(
                IllegalStateException.class,
                () -> flight.follow(report(_ -> {
                    throw new IllegalStateException("gone");
                })));
        assertFalse(flight.isFollowed());
        flight.state("Download complete");
        assertEquals(List.of("Download complete"), own);
    }
}
