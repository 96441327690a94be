package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.RuntimeEvent.ProcessExited;
import dev.gantry.api.runtime.Stdio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class Timings {
    private final Map<String, List<Long>> micros = new TreeMap<>();

    @Test
    void life() throws Exception {
        long begin = System.nanoTime();
        try (PrivateContainerd box = PrivateContainerd.start()) {
            System.out.println("containerd up after ms " + (System.nanoTime() - begin) / 1_000_000);
            long again = System.nanoTime();
            box.replaceDaemon();
            System.out.println("adopted after ms " + (System.nanoTime() - again) / 1_000_000);
            ContainerdRuntime runtime = new ContainerdRuntime(box.client());
            Records records = new Records(box.client());
            HeardEvents heard = new HeardEvents();
            runtime.subscribe(heard);
            heard.awaitConnections(1);
            for (int i = 0; i < 25; i++) {
                String id = "t" + i;
                time("0 record", () -> records.create(box.task("r" + id, Stdio.NONE, "true")));
                time("0 record delete", () -> records.delete("r" + id));
                time("1 create", () -> runtime.create(box.task(id, Stdio.NONE, "true")));
                time("2 start", () -> runtime.start(id));
                time("3 exit event", () -> {
                    try {
                        heard.await(ProcessExited.class, e -> e.id().equals(id));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                time("4 delete", () -> runtime.delete(id));
                time("5 state", () -> runtime.list());
            }
            runtime.stop();
        }
        micros.forEach((what, all) -> {
            List<Long> sorted = all.stream().sorted().toList();
            System.out.printf(
                    "%-18s min %6.1f ms  median %6.1f ms%n",
                    what, sorted.getFirst() / 1e3, sorted.get(sorted.size() / 2) / 1e3);
        });
    }

    private void time(String what, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        micros.computeIfAbsent(what, w -> new ArrayList<>()).add((System.nanoTime() - begin) / 1000);
    }
}
