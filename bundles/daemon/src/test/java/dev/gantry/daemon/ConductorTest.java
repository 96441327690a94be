package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.logging.ContainerLogs;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@SuppressWarnings("unchecked")
class ConductorTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private <T> T fake(Class<T> type, Map<String, Object> answers) {
        InvocationHandler handler = (_, method, args) -> {
            String call = type.getSimpleName() + "." + method.getName();
            calls.add(Set.of("bind", "starting", "pidFile").contains(method.getName()) ? call + args[0] : call);
            return answers.get(method.getName());
        };
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private DaemonConfig config() {
        Map<String, Object> values = new HashMap<>();
        values.put("authorization-plugins", List.of());
        values.put("metrics-addr", "");
        values.put("hosts", List.of("unix://" + directory.resolve("x.sock")));
        values.put("data-root", directory.resolve("data").toString());
        values.put("exec-root", directory.resolve("exec").toString());
        values.put("pidfile", directory.resolve("x.pid").toString());
        values.put("shutdown-timeout", 15L);
        values.put("tls", false);
        values.put("live-restore", false);
        values.put("bridge", "");
        values.put("experimental", false);
        values.put("rootless", false);
        values.put("http-proxy", "");
        values.put("https-proxy", "");
        values.put("no-proxy", "");
        return new DaemonConfig(values);
    }

    private DaemonComponent daemon(boolean ending) throws IOException {
        return daemon(ending, _ -> {});
    }

    /// @param exit is told the code when the daemon ends itself
    private DaemonComponent daemon(boolean ending, IntConsumer exit) throws IOException {
        Files.createDirectories(directory.resolve("proc/sys/kernel"));
        Files.writeString(directory.resolve("proc/sys/kernel/osrelease"), "6.1.0");
        Files.createDirectories(directory.resolve("sys/fs/cgroup"));
        Files.writeString(directory.resolve("sys/fs/cgroup/cgroup.controllers"), "cpu");
        FakeFiles files = new FakeFiles(calls);
        CommandLine told = fake(CommandLine.class, Map.of());
        CommandLine commandLine = (CommandLine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CommandLine.class}, (_, method, args) -> {
                    if (method.getName().equals("exit")) {
                        exit.accept((int) args[0]);
                    }
                    return method.invoke(told, args);
                });
        Conductor conductor = new Conductor(
                new Stage(files.nodes(), files.atomic(), Map.of("HOME", "/none"), commandLine::pidFile, directory));
        DaemonComponent daemon = new DaemonComponent(
                fake(Configured.class, Map.of("current", config())),
                commandLine,
                conductor,
                new Requests(),
                () -> ending);
        daemon.bindApi(fake(ApiServer.class, Map.of("bind", List.of(), "stop", true)));
        daemon.bindRegistry(fake(Registry.class, Map.of()));
        daemon.bindLogs(fake(ContainerLogs.class, Map.of()));
        daemon.bindRuntime(fake(RuntimeVersion.class, Map.of()));
        daemon.bindContainers(fake(Containers.class, Map.of("shutdownNeed", Duration.ofSeconds(20), "shutdown", 0)));
        daemon.addListener(fake(LifecycleListener.class, Map.of()));
        calls.clear();
        return daemon;
    }

    @Test
    void theStartSequenceInOrderAndTheStopInReverse() throws IOException, InterruptedException {
        DaemonComponent daemon = daemon(true);
        daemon.conductor().start(config());
        assertEquals(
                List.of(
                        "LifecycleListener.startingmachine",
                        "LifecycleListener.startingumask",
                        "umask 18",
                        "umask 18",
                        "LifecycleListener.startingdirectories",
                        "directory data 457",
                        "owner data 0:0",
                        "mode data 456",
                        "directory exec 448",
                        "mode exec 448",
                        "directory containers 456",
                        "mode containers 456",
                        "directory tmp 448",
                        "write .pid 384",
                        "LifecycleListener.startingpid file",
                        "mode x.pid 420",
                        "CommandLine.pidFile" + directory.resolve("x.pid"),
                        "LifecycleListener.startingengine id",
                        "write engine-id 384",
                        "LifecycleListener.startingtls",
                        "LifecycleListener.startingsockets",
                        "ApiServer.bind[unix://" + directory.resolve("x.sock") + "]",
                        "LifecycleListener.startingregistry",
                        "LifecycleListener.startinglog driver",
                        "ContainerLogs.requireDefaults",
                        "LifecycleListener.startingcontainerd",
                        "RuntimeVersion.await",
                        "LifecycleListener.startingcontainers",
                        "Containers.awaitRestored",
                        "LifecycleListener.startingauthorization",
                        "LifecycleListener.startingmetrics",
                        "LifecycleListener.startingserve",
                        "ApiServer.serve",
                        "LifecycleListener.ready"),
                calls);
        assertTrue(Files.exists(directory.resolve("x.pid")));
        calls.clear();
        daemon.conductor().stop(config());
        assertEquals(
                List.of(
                        "LifecycleListener.stopping",
                        "Containers.shutdownNeed",
                        "ApiServer.refuse",
                        "Containers.shutdown",
                        "ApiServer.stop"),
                calls);
        // Who waits for its end would meet the locks.
        assertTrue(Files.exists(directory.resolve("x.pid")));
    }

    @Test
    void aSuccessorTakesOverWhatAnUpdateLeft() throws IOException, InterruptedException {
        DaemonComponent first = daemon(false);
        first.conductor().start(config());
        String id = EngineId.read(directory.resolve("data"));
        Path temporary = Files.writeString(directory.resolve("data/tmp/x"), "in use");
        first.leave();
        assertFalse(calls.contains("Containers.shutdown"));
        daemon(false).conductor().start(config());
        assertTrue(calls.contains("ApiServer.serve"));
        assertEquals(id, EngineId.read(directory.resolve("data")));
        assertTrue(Files.exists(temporary));
    }

    /// A log service that is not in order the first time that it is asked.
    private ContainerLogs lateLogs() {
        AtomicBoolean late = new AtomicBoolean(true);
        return (ContainerLogs) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContainerLogs.class}, (_, method, _) -> {
                    if (method.getName().equals("requireDefaults") && late.getAndSet(false)) {
                        throw EngineException.unavailable("log driver json-file is not available");
                    }
                    return null;
                });
    }

    private DaemonComponent beginWith(ContainerLogs logs, CountDownLatch... readyOrExit) throws IOException {
        DaemonComponent daemon = daemon(false, code -> readyOrExit[1].countDown());
        daemon.bindLogs(logs);
        daemon.addListener(new LifecycleListener() {
            @Override
            public void ready() {
                readyOrExit[0].countDown();
            }

            @Override
            public void stopping() {}
        });
        daemon.begin();
        return daemon;
    }

    @Test
    void aDaemonThatCannotStartEnds() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch exit = new CountDownLatch(1);
        DaemonComponent daemon = beginWith(lateLogs(), ready, exit);
        exit.await();
        assertEquals(1, ready.getCount());
        daemon.leave();
    }

    @Test
    void aConductorThatIsUpdatedTriesAgainInsteadOfEndingTheRunningDaemon() throws Exception {
        Files.writeString(
                directory.resolve("x.pid"),
                Long.toString(ProcessHandle.current().pid()));
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch exit = new CountDownLatch(1);
        DaemonComponent daemon = beginWith(lateLogs(), ready, exit);
        ready.await();
        assertEquals(1, exit.getCount());
        daemon.leave();
    }

    @Test
    void anAddressThatCannotBeServedAnyMoreEndsTheDaemonWithOne() throws IOException {
        List<Integer> exits = new CopyOnWriteArrayList<>();
        DaemonComponent daemon = daemon(true, exits::add);
        AtomicReference<Consumer<String>> end = new AtomicReference<>();
        daemon.bindApi((ApiServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiServer.class}, (_, _, arguments) -> {
                    end.set((Consumer<String>) arguments[0]);
                    return null;
                }));
        end.get().accept("tcp://127.0.0.1:2375: the socket was shut down");
        assertEquals(List.of(1), exits);
    }

    @Test
    void theEndOfTheFrameworkRunsTheStopSequence() throws InterruptedException, IOException {
        DaemonComponent daemon = daemon(true);
        CountDownLatch ready = new CountDownLatch(1);
        daemon.addListener(new LifecycleListener() {
            @Override
            public void ready() {
                ready.countDown();
            }

            @Override
            public void stopping() {}
        });
        daemon.begin();
        ready.await();
        daemon.leave();
        assertTrue(calls.containsAll(List.of("LifecycleListener.stopping", "Containers.shutdown", "ApiServer.stop")));
        assertFalse(calls.contains("CommandLine.exit"));
    }
}
