package dev.gantry.network.core;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs the tests of this module in a network namespace of their own, one for the whole process: devices, rules, switches and ports of
/// the machine are not theirs. One and not one for each test, because the carriers of virtual threads stay where the first of them
/// began. Without the privilege for that, what needs no privilege runs where it is.
public final class OwnNamespace implements InvocationInterceptor {
    /// The machine's address on its network card, `card0`.
    static final IpPrefix ADDRESS = IpPrefix.parse("192.0.2.2/24");

    /// The other machine on that network, which sends to this one what it does not know.
    static final IpPrefix OUTSIDE_ADDRESS = IpPrefix.parse("192.0.2.1/24");

    /// Of this process alone.
    private static final Path PLACE = Path.of(
            System.getProperty("java.io.tmpdir"),
            "gantry-test-netns-" + ProcessHandle.current().pid());

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(OwnNamespace.class);

    /// The namespace and its end.
    private record Place(@Nullable Path file) implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        static Place make() {
            if (!System.getProperty("user.name").equals("root")) {
                return new Place(null);
            }
            try {
                Path file = Files.createDirectories(PLACE).resolve("host");
                Path other = outside();
                try (NetlinkSocket inside = namespaces().createNetwork(file, Map.of());
                        NetlinkSocket outside = namespaces().createNetwork(other, Map.of())) {
                    int card = inside.addVeth("card0", "eth0", other, null, 0);
                    inside.addAddress(card, ADDRESS);
                    inside.setUp(card, true);
                    int eth0 = Objects.requireNonNull(outside.link("eth0")).index();
                    outside.addAddress(eth0, OUTSIDE_ADDRESS);
                    outside.setUp(eth0, true);
                    outside.addRoute(eth0, null, ADDRESS.address());
                }
                return new Place(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static KernelNamespaces namespaces() {
            return new KernelNamespaces(new SystemCalls());
        }

        <T> T run(Invocation<T> invocation) throws Throwable {
            if (file == null) {
                return invocation.proceed();
            }
            Throwable[] failure = new Throwable[1];
            T result = namespaces().call(file, () -> {
                try {
                    return invocation.proceed();
                } catch (Throwable e) {
                    failure[0] = e;
                    return null;
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
            return result;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                namespaces().deleteNetwork(outside());
                namespaces().deleteNetwork(file);
                Files.delete(file.getParent());
            }
        }
    }

    /// The file that names the other machine's namespace.
    static Path outside() {
        return PLACE.resolve("outside");
    }

    private static Place place(ExtensionContext context) {
        return context.getRoot().getStore(STORE).getOrComputeIfAbsent("place", _ -> Place.make(), Place.class);
    }

    private static <T> T inside(ExtensionContext context, Invocation<T> invocation) throws Throwable {
        return place(context).run(invocation);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inside(context, invocation);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inside(context, invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inside(context, invocation);
    }
}
