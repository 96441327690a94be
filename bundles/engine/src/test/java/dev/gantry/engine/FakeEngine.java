package dev.gantry.engine;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.Events;
import dev.gantry.api.image.Images;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.linux.Mounts;
import dev.gantry.api.linux.Processes;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.volume.Volumes;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import dev.gantry.json.JacksonCodec;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An engine's parts on a directory of the test's; what the engine works with only notes that it was called.
final class FakeEngine implements AutoCloseable {
    /// `Type.method argument`, in order.
    final List<String> calls = new CopyOnWriteArrayList<>();

    final Machinery machinery;

    /// Asked at each call of a service; what it answers is the call's, null = what is usual.
    private volatile BiFunction<String, Object[], @Nullable Object> behaviour = (_, _) -> null;

    private final Path root;

    FakeEngine(Path root) {
        this(root, "overlayfs", true);
    }

    /// @param fresh whether it is the daemon's first
    FakeEngine(Path root, String driver, boolean fresh) {
        this.root = root;
        Kernel kernel = new Kernel(
                new PlainFiles(),
                fake(Mounts.class),
                fake(Processes.class),
                fake(Machine.class),
                fake(Descriptors.class),
                fake(OciSpecs.class));
        EngineSettings settings = new EngineSettings(root.resolve("data"), root.resolve("exec"), fresh, false, driver);
        Services services = new Services();
        services.runtime.bind(fake(Runtime.class));
        services.images.bind(fake(Images.class));
        services.sandboxes.bind(fake(Sandboxes.class));
        services.volumes.bind(fake(Volumes.class));
        services.streams.bind(fake(ContainerStreams.class));
        services.events.bind(fake(Events.class));
        machinery = new Machinery(
                services,
                kernel,
                settings,
                new ContainerTable(),
                new ContainerStore(settings.dataRoot(), kernel.files(), new JacksonCodec()),
                new Work());
    }

    FakeEngine behaving(BiFunction<String, Object[], @Nullable Object> wanted) {
        behaviour = wanted;
        return this;
    }

    private <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    String call = type.getSimpleName() + "." + method.getName();
                    calls.add(arguments == null ? call : call + " " + shown(arguments[0]));
                    Object answer = behaviour.apply(call, arguments);
                    if (answer instanceof RuntimeException failure) {
                        throw failure;
                    }
                    return answer != null ? answer : usual(method.getReturnType());
                }));
    }

    private static Object shown(Object argument) {
        return switch (argument) {
            case Event event -> event.action();
            case Set<?> ids -> new TreeSet<>(ids);
            default -> argument;
        };
    }

    private @Nullable Object usual(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int" -> 1;
            case "boolean" -> true;
            case "List" -> List.of();
            case "Optional" -> Optional.empty();
            case "Streams" -> fake(Streams.class);
            default -> null;
        };
    }

    /// Waits for what goes on in the background.
    void awaitTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(calls.toString());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// A container on disk and in the table.
    Container add(ContainerFacts facts) {
        try {
            machinery.store().makeDirectory(facts);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        machinery.store().create(facts);
        machinery.table().reserve(facts.name(), facts.id());
        Container container = new Container(facts, machinery.table());
        machinery.table().add(container);
        return container;
    }

    /// What becomes of the disk when another engine takes over.
    FakeEngine successor(String driver) {
        close();
        return new FakeEngine(root, driver, true);
    }

    /// Reads what is on disk.
    Restoration load() {
        RootMounts roots = new RootMounts(machinery.services(), machinery.kernel(), machinery.settings());
        ContainerVolumes volumes = new ContainerVolumes(machinery);
        SpecMounts mounts = new SpecMounts(machinery, volumes.parts());
        Undoing undoing = new Undoing(machinery, roots, volumes, mounts);
        RemoveContainer removing = new RemoveContainer(machinery, roots, volumes, undoing);
        StartContainer starting = new StartContainer(machinery, roots, volumes, mounts, undoing);
        Endings endings = new Endings(machinery, undoing, starting, removing);
        Restoration restoration = new Restoration(
                machinery,
                endings,
                new Adjustments(machinery),
                removing,
                new Resumption(machinery, endings, removing, starting),
                new Leftovers(machinery, undoing, volumes, removing));
        restoration.load();
        return restoration;
    }

    RemoveContainer removing() {
        RootMounts roots = new RootMounts(machinery.services(), machinery.kernel(), machinery.settings());
        ContainerVolumes volumes = new ContainerVolumes(machinery);
        return new RemoveContainer(
                machinery,
                roots,
                volumes,
                new Undoing(machinery, roots, volumes, new SpecMounts(machinery, volumes.parts())));
    }

    List<String> names() {
        return machinery.table().all().stream()
                .map(container -> container.facts().name())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        machinery.services().close();
        machinery.work().close();
    }
}
