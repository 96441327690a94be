package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.container.Containers;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ConductorTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private <T> T fake(Class<T> type, Map<String, Object> answers) {
        InvocationHandler handler = (_, method, args) -> {
            String call = type.getSimpleName() + "." + method.getName();
            calls.add(method.getName().equals("bind") ? call + args[0] : call);
            if (method.getName().equals("directories")) {
                Files.createDirectories((Path) args[0]);
            }
            return answers.get(method.getName());
        };
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private DaemonConfig config() {
        Map<String, Object> values = new HashMap<>();
        values.put("hosts", List.of("unix://" + directory.resolve("x.sock")));
        values.put("data-root", directory.resolve("data").toString());
        values.put("exec-root", directory.resolve("exec").toString());
        values.put("pidfile", directory.resolve("x.pid").toString());
        values.put("shutdown-timeout", 15L);
        values.put("tls", false);
        return new DaemonConfig(values);
    }

    private Conductor conductor(boolean ending) {
        AtomicFiles atomic = fake(AtomicFiles.class, Map.of());
        Stage stage = new Stage(fake(FileNodes.class, Map.of("setUmask", 0)), atomic);
        Conductor conductor = new Conductor(
                fake(Configured.class, Map.of("current", config())),
                fake(CommandLine.class, Map.of()),
                stage,
                new Requests(),
                () -> ending);
        conductor.bindApi(fake(ApiServer.class, Map.of("bind", List.of(), "stop", true)));
        conductor.bindRegistry(fake(Registry.class, Map.of()));
        conductor.bindRuntime(fake(RuntimeVersion.class, Map.of()));
        conductor.bindContainers(fake(Containers.class, Map.of("shutdownNeed", Duration.ofSeconds(20), "shutdown", 0)));
        conductor.addListener(fake(LifecycleListener.class, Map.of()));
        calls.clear();
        return conductor;
    }

    @Test
    void startsInOrderAndStopsInReverse() throws IOException {
        Conductor conductor = conductor(true);
        conductor.start(config());
        assertEquals(
                List.of(
                        "AtomicFiles.directories",
                        "AtomicFiles.directories",
                        "AtomicFiles.write",
                        "FileNodes.setUmask",
                        "ApiServer.bind[unix://" + directory.resolve("x.sock") + "]",
                        "RuntimeVersion.await",
                        "Containers.awaitRestored",
                        "ApiServer.serve",
                        "LifecycleListener.ready"),
                calls);
        assertTrue(Files.exists(directory.resolve("x.pid")));
        calls.clear();
        conductor.stop(config());
        assertEquals(List.of("LifecycleListener.stopping", "Containers.shutdownNeed"), calls.subList(0, 2));
        assertTrue(calls.containsAll(List.of("ApiServer.stop", "Containers.shutdown")));
        assertFalse(Files.exists(directory.resolve("x.pid")));
    }

    @Test
    void aSuccessorTakesOverWhatAnUpdateLeft() throws IOException {
        Conductor first = conductor(false);
        first.start(config());
        first.leave();
        assertFalse(calls.contains("Containers.shutdown"));
        conductor(false).start(config());
        assertTrue(calls.contains("ApiServer.serve"));
    }

    @Test
    void theEndOfTheFrameworkRunsTheStopSequence() throws InterruptedException {
        Conductor conductor = conductor(true);
        CountDownLatch ready = new CountDownLatch(1);
        conductor.addListener(new LifecycleListener() {
            @Override
            public void ready() {
                ready.countDown();
            }

            @Override
            public void stopping() {}
        });
        conductor.begin();
        ready.await();
        conductor.leave();
        assertTrue(calls.containsAll(List.of("LifecycleListener.stopping", "Containers.shutdown", "ApiServer.stop")));
        assertFalse(calls.contains("CommandLine.exit"));
    }
}
