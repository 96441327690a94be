package dev.gantry.api.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
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

    /// As Declarative Services hand a slot the winner: without its ranking.
    @Test
    void theWinnerStaysInUseWhenTheOthersComeIntoSight() {
        Supplier<String> winner = () -> "winner";
        ServiceRegistration<Supplier> registered = register(winner, 10);
        register(() -> "default", 0);
        slot.bind(winner);
        OutlivingSlots.Stream stream = slots.stream();
        slots.leave(context);
        slot.unbind(winner);
        assertEquals("winner", ask());
        register(() -> "later", 5);
        assertEquals("winner", ask());
        registered.unregister();
        assertEquals("later", ask());
        stream.close();
    }

    @Test
    void ofTwoThatAreBoundTheBetterIsUsedAfterTheDeparture() {
        Supplier<String> better = () -> "better";
        Supplier<String> other = () -> "default";
        register(better, 10);
        register(other, 0);
        slot.bind(better);
        slot.bind(other);
        OutlivingSlots.Stream stream = slots.stream();
        slots.leave(context);
        slot.unbind(better);
        slot.unbind(other);
        assertEquals("better", ask());
        stream.close();
    }

    @Test
    void aLeaseFromBeforeTheDepartureKeepsItsProvider() throws Exception {
        Supplier<String> service = () -> "service";
        ServiceRegistration<Supplier> registered = register(service, 10);
        slot.bind(service);
        OutlivingSlots.Stream stream = slots.stream();
        Lease<Supplier> lease = slot.acquire();
        slots.leave(context);
        slot.unbind(service);
        Thread leaver = Thread.ofPlatform().start(registered::unregister);
        while (slot.isPresent()) {
            Thread.onSpinWait();
        }
        assertTrue(leaver.isAlive());
        lease.close();
        leaver.join();
        stream.close();
    }

    @Test
    void aProviderThatWentWhileNobodyLookedIsLetGo() {
        Supplier<String> gone = () -> "gone";
        ServiceRegistration<Supplier> registered = register(gone, 0);
        slot.bind(gone);
        OutlivingSlots.Stream stream = slots.stream();
        registered.unregister();
        slots.leave(context);
        slot.unbind(gone);
        assertFalse(slot.isPresent());
        stream.close();
    }

    @Test
    void aStreamThatBeginsAfterTheDepartureFindsWhatIsHere() {
        Supplier<String> service = () -> "service";
        ServiceRegistration<Supplier> registered = register(service, 0);
        slot.bind(service);
        slots.leave(context);
        slot.unbind(service);
        for (int round = 0; round < 2; round++) {
            OutlivingSlots.Stream stream = slots.stream();
            assertEquals("service", ask());
            stream.close();
            stream.close();
            assertFalse(slot.isPresent());
        }
        assertEquals(null, registered.getReference().getUsingBundles());
    }

    @Test
    void aStreamThatBeginsBeforeTheReferencesAreUnboundKeepsWhatIsHere() {
        Supplier<String> service = () -> "service";
        register(service, 0);
        Supplier<String> gone = () -> "gone";
        slot.bind(gone);
        slot.bind(service);
        slots.leave(context);
        OutlivingSlots.Stream stream = slots.stream();
        slot.unbind(service);
        assertEquals("service", ask());
        stream.close();
        assertFalse(slot.isPresent());
    }

    /// Stands for a service of the api.
    public interface Word {
        String say();
    }

    /// Says one.
    public static final class Said implements Word {
        @Override
        public String say() {
            return "said";
        }
    }

    /// Defines the two once more, as the new wiring of a refreshed bundle does.
    private static final class OtherSpace extends ClassLoader {
        OtherSpace() {
            super(OutlivingSlotsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Word.class.getName()) && !name.equals(Said.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void aServiceOfAnotherClassSpaceIsNone() throws Exception {
        ServiceSlot<Word> words = slots.slot(Word.class, "a word");
        Object foreign = new OtherSpace()
                .loadClass(Said.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        OutlivingSlots.Stream stream = slots.stream();
        ServiceRegistration<?> early = context.registerService(Word.class.getName(), foreign, null);
        slots.leave(context);
        assertFalse(words.isPresent());
        ServiceRegistration<?> late = context.registerService(Word.class.getName(), foreign, null);
        assertFalse(words.isPresent());
        assertEquals(null, early.getReference().getUsingBundles());
        assertEquals(null, late.getReference().getUsingBundles());
        ServiceRegistration<Word> own = context.registerService(Word.class, new Said(), null);
        assertEquals("said", words.<String>call(Word::say));
        early.unregister();
        late.unregister();
        own.unregister();
        stream.close();
    }

    @Test
    void whatIsKeptElsewhereIsToldOfToo() {
        List<Supplier> known = new ArrayList<>();
        Supplier<String> gone = () -> "gone";
        Supplier<String> service = () -> "service";
        known.add(gone);
        known.add(service);
        List<Integer> rankings = new ArrayList<>();
        slots.follow(
                Supplier.class,
                (come, ranking) -> {
                    rankings.add(ranking);
                    if (!known.contains(come)) {
                        known.add(come);
                    }
                },
                known::remove,
                () -> List.copyOf(known));
        ServiceRegistration<Supplier> registered = register(service, 7);
        OutlivingSlots.Stream stream = slots.stream();
        slots.leave(context);
        assertEquals(List.of(service), known);
        Supplier<String> late = () -> "late";
        register(late, 0);
        assertEquals(List.of(service, late), known);
        registered.unregister();
        assertEquals(List.of(late), known);
        assertEquals(List.of(7, 0), rankings);
        stream.close();
        assertEquals(List.of(), known);
    }
}
