package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.container.Containers;
import dev.gantry.api.http.ApiServer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private final Services services = new Services(Duration.ofSeconds(1));
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private <T> T fake(Class<T> type, @Nullable Object answer) {
        InvocationHandler handler = (_, method, args) -> {
            calls.add(method.getName() + (args == null ? "" : Arrays.toString(args)));
            return method.getReturnType() == void.class ? null : answer;
        };
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void takesTheLargerOfShutdownTimeoutAndWhatContainersNeed() {
        services.containers.bind(fake(Containers.class, Duration.ofSeconds(25)));
        assertEquals(Duration.ofSeconds(25), services.stopLimit(15));
        assertEquals(Duration.ofSeconds(40), services.stopLimit(40));
    }

    @Test
    void anyNegativeTimeoutIsUnlimited() {
        assertNull(services.stopLimit(-1));
        services.containers.bind(fake(Containers.class, Duration.ofSeconds(-1)));
        assertNull(services.stopLimit(15));
    }

    @Test
    void withoutAnEngineTheShutdownTimeoutHolds() {
        assertEquals(Duration.ofSeconds(15), services.stopLimit(15));
    }

    @Test
    void requestsUnderWayGetFiveSecondsMoreThanTheContainers() {
        services.api.bind(fake(ApiServer.class, true));
        services.containers.bind(fake(Containers.class, 0));
        services.refuseClients();
        services.stopContainers(Duration.ofSeconds(15), false);
        services.stopServing();
        assertEquals(List.of("refuse", "shutdown[PT15S]", "stop[PT5S]"), calls);
    }

    @Test
    void whatIsMissingAtTheEndIsNotWaitedFor() {
        services.refuseClients();
        services.stopContainers(Duration.ofSeconds(15), false);
        services.stopServing();
        assertEquals(List.of(), calls);
    }
}
