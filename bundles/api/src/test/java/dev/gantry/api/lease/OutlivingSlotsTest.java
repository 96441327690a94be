package dev.gantry.api.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
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

/// In a framework, with the calls that Declarative Services would make.
@Timeout(60)
@SuppressWarnings("rawtypes")
class OutlivingSlotsTest {
    private final OutlivingSlots slots = new OutlivingSlots();
    private final ServiceSlot<Supplier> slot = slots.slot(Supplier.class, "the supplier");
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

    private ServiceRegistration<Supplier> register(Supplier<String> service, int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking));
        return context.registerService(Supplier.class, service, properties);
    }

    private Object ask() {
        return slot.<Object>call(Supplier::get);
    }

    @Test
    void aStreamSeesWhatComesAndGoesAfterItsComponentHasGone() {
        Supplier<String> first = () -> "first";
        ServiceRegistration<Supplier> registered = register(first, 0);
        slot.bind(first);
        OutlivingSlots.Stream stream = slots.stream();
        slots.leave(context);
        slot.unbind(first);
        assertEquals("first", ask());
        registered.unregister();
        assertFalse(slot.isPresent());
        ServiceRegistration<Supplier> second = register(() -> "second", 0);
        assertEquals("second", ask());
        ServiceRegistration<Supplier> better = register(() -> "better", 5);
        assertEquals("better", ask());
        better.unregister();
        assertEquals("second", ask());
        second.unregister();
        assertFalse(slot.isPresent());
        stream.close();
    }

    @Test
    void nothingIsHeldAfterTheLastStream() {
        Supplier<String> service = () -> "service";
        ServiceRegistration<Supplier> registered = register(service, 0);
        slot.bind(service);
        OutlivingSlots.Stream one = slots.stream();
        OutlivingSlots.Stream other = slots.stream();
        slots.leave(context);
        slot.unbind(service);
        one.close();
        assertTrue(slot.isPresent());
        other.close();
        assertFalse(slot.isPresent());
        assertEquals(null, registered.getReference().getUsingBundles());
    }

    @Test
    void withoutAStreamTheComponentIsSimplyGone() {
        Supplier<String> service = () -> "service";
        ServiceRegistration<Supplier> registered = register(service, 0);
        slot.bind(service);
        slots.stream().close();
        slots.leave(context);
        slot.unbind(service);
        assertFalse(slot.isPresent());
        assertEquals(null, registered.getReference().getUsingBundles());
    }
}
