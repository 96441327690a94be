package dev.gantry.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.linux.Sockets;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemdNotifierTest {
    private final List<String> sent = new ArrayList<>();
    private final Sockets sockets = (Sockets) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Sockets.class}, (_, method, args) -> {
                sent.add(method.getName() + " " + args[0] + " "
                        + new String((byte[]) args[1], StandardCharsets.US_ASCII));
                return null;
            });

    @Test
    void tellsTheSocketOfTheServiceManager() {
        SystemdNotifier notifier = new SystemdNotifier(sockets, "/run/notify");
        notifier.ready();
        notifier.stopping();
        assertEquals(List.of("notify /run/notify READY=1", "notify /run/notify STOPPING=1"), sent);
    }

    @Test
    void saysNothingWithoutOne() {
        new SystemdNotifier(sockets, "").ready();
        assertEquals(List.of(), sent);
    }
}
