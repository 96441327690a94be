package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ParallelLimitTest {
    @TempDir
    Path directory;

    @Test
    void itIsSoManyForEachProcessor() {
        assertEquals(256, ParallelLimit.of(10_000, 2, 1_048_576));
    }

    @Test
    void fewOpenFilesMakeItLess() {
        assertEquals(50, ParallelLimit.of(10_000, 2, 100));
        assertEquals(1, ParallelLimit.of(10_000, 2, 1));
    }

    @Test
    void fewContainersNeedNoMoreFilesThanThereAre() {
        assertEquals(256, ParallelLimit.of(40, 2, 100));
    }

    @Test
    void theSoftLimitOfOpenFilesCounts() throws IOException {
        Path limits = Files.writeString(directory.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max core file size        0                    unlimited            bytes
                Max open files            1024                 524288               files
                """);
        assertEquals(1024, ParallelLimit.openFiles(limits));
        Files.writeString(limits, "Max open files            unlimited            unlimited            files\n");
        assertEquals(Long.MAX_VALUE, ParallelLimit.openFiles(limits));
        assertEquals(Long.MAX_VALUE, ParallelLimit.openFiles(directory.resolve("none")));
    }

    @Test
    void noMoreRunAtATime() throws InterruptedException {
        ParallelLimit limit = new ParallelLimit(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual()
                    .start(() -> limit.run(() -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        two.countDown();
                        try {
                            two.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        now.decrementAndGet();
                    })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2, most.get());
    }
}
