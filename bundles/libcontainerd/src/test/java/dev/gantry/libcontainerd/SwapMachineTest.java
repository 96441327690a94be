package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("machine")
class SwapMachineTest {
    private static final int SWAPS = 50;
    private static final int CALLERS = 4;

    @TempDir
    Path storage;

    private final ServiceSlot<Runtime> runtime = new ServiceSlot<>("the runtime");
    private final ServiceSlot<ContentStore> content = new ServiceSlot<>("the content store");
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder calls = new LongAdder();
    private final AtomicBoolean swapping = new AtomicBoolean(true);

    @Test
    void noCallFailsOverFiftySwapsUnderLoad() throws Exception {
        try (PrivateContainerd box = PrivateContainerd.start();
                TestFramework framework = new TestFramework(storage, box.settings())) {
            framework.follow(Runtime.class, runtime);
            framework.follow(ContentStore.class, content);
            int pid = runtime.call(r -> r.create(box.task("steady", Stdio.NONE, "sleep", "1000")))
                    .pid();
            runtime.run(r -> r.start("steady"));
            List<Thread> callers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> load(pid)))
                    .toList();
            long longest = 0;
            for (int i = 0; i < SWAPS; i++) {
                long begin = System.nanoTime();
                framework.updateSubject();
                runtime.call(Runtime::list);
                longest = Math.max(longest, System.nanoTime() - begin);
                for (int more = 0; more < 20; more++) {
                    runtime.call(Runtime::list);
                }
            }
            swapping.set(false);
            for (Thread caller : callers) {
                caller.join();
            }
            System.out.printf(
                    "%d calls over %d swaps, failed: %d, longest gap %d ms%n",
                    calls.sum(), SWAPS, failures.size(), longest / 1_000_000);
            assertEquals(List.of(), List.copyOf(failures));
            assertTrue(calls.sum() > SWAPS);
        }
    }

    private void load(int pid) {
        while (swapping.get()) {
            try {
                assertEquals(
                        TaskStatus.RUNNING,
                        runtime.call(r -> r.state("steady", null)).orElseThrow().status());
                assertEquals(List.of(pid), runtime.call(r -> r.pids("steady")));
                content.call(c -> c.list());
                calls.add(3);
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }
}
