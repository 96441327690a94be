package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.launch.Framework;

@Timeout(20)
class ExitTest {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Framework framework = (Framework)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Framework.class}, (_, method, _) -> {
                if (method.getName().equals("stop")) {
                    stopped.countDown();
                }
                return null;
            });
    private final Exit exit = new Exit(framework, halts::add);

    @Test
    void theFirstSignalStopsInOrderWithStatusZero() throws InterruptedException {
        exit.signalled(SIGTERM);
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
        assertEquals(0, exit.status());
    }

    @Test
    void threeSignalsAreAbsorbedAndTheFourthForcesTheExit() {
        for (int i = 0; i < 3; i++) {
            exit.signalled(SIGTERM);
            assertEquals(List.of(), halts);
        }
        exit.signalled(SIGINT);
        assertEquals(List.of(130), halts);
    }

    @Test
    void aFailedStartEndsWithOneAlsoWhenASignalFollows() {
        exit.with(1);
        exit.signalled(SIGTERM);
        assertEquals(1, exit.status());
    }
}
