package dev.gantry.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.linux.Sockets;
import dev.gantry.testkit.config.LifecycleListenerContract;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemdNotifierTest {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> watchdog = new LinkedBlockingQueue<>();
    private final Sockets sockets = (Sockets) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Sockets.class}, (_, _, args) -> {
                String text = args[0] + " " + new String((byte[]) args[1], StandardCharsets.US_ASCII);
                if (text.contains("WATCHDOG")) {
                    watchdog.add(text);
                } else {
                    sent.add(text);
                }
                return null;
            });

    private ApiServer api(boolean answering) {
        return (ApiServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiServer.class}, (_, _, _) -> answering);
    }

    @Test
    void tellsTheServiceManagerHowFarTheDaemonIs() {
        SystemdNotifier notifier = new SystemdNotifier(sockets, Map.of("NOTIFY_SOCKET", "/run/notify"), 1);
        notifier.starting("sockets");
        notifier.ready();
        notifier.stopping();
        assertEquals(
                List.of(
                        "/run/notify STATUS=Starting: sockets",
                        "/run/notify READY=1\nSTATUS=Serving the Docker API",
                        "/run/notify STOPPING=1\nSTATUS=Stopping"),
                sent);
    }

    @Test
    void aReloadHasABeginningByTheMonotonicClockAndAnEnd() {
        SystemdNotifier notifier = new SystemdNotifier(sockets, Map.of("NOTIFY_SOCKET", "@n"), 1);
        long before = System.nanoTime() / 1000;
        notifier.reloading();
        long after = System.nanoTime() / 1000;
        notifier.reloaded(new ReloadReport(new DaemonConfig(Map.of()), List.of()));
        notifier.refused("hosts:\nin use");
        Matcher begun = Pattern.compile("@n RELOADING=1\nMONOTONIC_USEC=([0-9]+)\nSTATUS=Reloading the configuration")
                .matcher(sent.get(0));
        assertTrue(begun.matches(), sent.get(0));
        long told = Long.parseLong(begun.group(1));
        assertTrue(before <= told && told <= after, before + " " + told + " " + after);
        assertEquals("@n READY=1\nSTATUS=Serving the Docker API", sent.get(1));
        assertEquals(
                "@n READY=1\nSTATUS=Serving the Docker API; the last reload was refused: hosts: in use", sent.get(2));
    }

    @Test
    void saysNothingWithoutASocket() {
        SystemdNotifier notifier = new SystemdNotifier(sockets, Map.of("WATCHDOG_USEC", "1000"), 1);
        notifier.bindApi(api(true));
        notifier.ready();
        notifier.stopping();
        assertEquals(List.of(), sent);
        assertEquals(0, watchdog.size());
    }

    @Test
    void feedsTheWatchdogOnlyWhileTheApiAnswers() throws InterruptedException {
        SystemdNotifier notifier =
                new SystemdNotifier(sockets, Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", "20000"), 1);
        ApiServer hanging = api(false);
        notifier.bindApi(hanging);
        notifier.ready();
        assertFalse(watchdog.contains("/run/n WATCHDOG=1"));
        notifier.bindApi(api(true));
        notifier.unbindApi(hanging);
        assertEquals("/run/n WATCHDOG=1", watchdog.take());
        notifier.leave();
    }

    @Nested
    class InADaemonsLife extends LifecycleListenerContract {
        @Override
        protected LifecycleListener newListener() {
            return new SystemdNotifier(
                    sockets, Map.of("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", "20000", "WATCHDOG_PID", "1"), 1);
        }

        @Override
        protected void release(LifecycleListener listener) {
            ((SystemdNotifier) listener).leave();
        }
    }
}
