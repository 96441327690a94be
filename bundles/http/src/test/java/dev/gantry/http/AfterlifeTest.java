package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.OutlivingSlots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/// In a framework, with what the server's component was told before it left.
@Timeout(60)
class AfterlifeTest {
    private final Routes routes = new Routes(Duration.ofMillis(50));
    private final Afterlife afterlife = new Afterlife(routes);
    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void startFramework(@TempDir Path storage) throws BundleException {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stopFramework() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }

    private <T> ServiceRegistration<T> register(Class<T> type, T service, int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking));
        return context.registerService(type, service, properties);
    }

    private static Router router(String path) {
        List<Route> served = List.of(Route.get(path, TestServer::ok));
        return () -> served;
    }

    private boolean serves(String path) throws InterruptedException {
        Routes.Held held = routes.hold("GET", path);
        if (held != null) {
            held.release();
        }
        return held != null;
    }

    @Test
    void theCodecInUseStaysWhenAnotherOfALowerRankingComesIntoSight() {
        JsonCodec winner = new TestServer.FakeCodec();
        register(JsonCodec.class, winner, 10);
        register(JsonCodec.class, new TestServer.FakeCodec(), 0);
        afterlife.json().bind(winner);
        try (OutlivingSlots.Stream _ = afterlife.begin(context)) {
            assertEquals(winner, afterlife.json().<JsonCodec>call(codec -> codec));
        }
        assertFalse(afterlife.json().isPresent());
    }

    @Test
    void aRouterThatWentWhileNobodyLookedServesNothing() throws Exception {
        Router gone = router("/gone");
        ServiceRegistration<Router> registered = register(Router.class, gone, 0);
        routes.add(gone, 0);
        Router stays = router("/stays");
        register(Router.class, stays, 0);
        routes.add(stays, 0);
        registered.unregister();
        try (OutlivingSlots.Stream _ = afterlife.begin(context)) {
            assertFalse(serves("/gone"));
            assertEquals(List.of(stays), routes.routers());
            ServiceRegistration<Router> late = register(Router.class, router("/late"), 0);
            assertTrue(serves("/late"));
            late.unregister();
            assertFalse(serves("/late"));
        }
        assertEquals(List.of(), routes.routers());
    }
}
