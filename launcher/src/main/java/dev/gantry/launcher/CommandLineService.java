package dev.gantry.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;

/// Registers the `CommandLine` of the api bundle each time that bundle is resolved. The interface is the bundle's own, not
/// one of the launcher's class path, so that the api can be updated; hence the proxy.
final class CommandLineService implements SynchronousBundleListener {
    private static final String TYPE = "dev.gantry.api.config.CommandLine";
    private static final String PROVIDER = "dev.gantry.api";

    private final BundleContext framework;
    private final List<String> args;
    private final IntConsumer exit;
    private final PidFile pidFile;
    private @Nullable ServiceRegistration<?> registration;

    CommandLineService(BundleContext framework, List<String> args, IntConsumer exit, PidFile pidFile) {
        this.framework = framework;
        this.args = args;
        this.exit = exit;
        this.pidFile = pidFile;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (PROVIDER.equals(event.getBundle().getSymbolicName())) {
            switch (event.getType()) {
                case BundleEvent.RESOLVED -> register(event.getBundle());
                case BundleEvent.UNRESOLVED -> unregister();
                default -> {}
            }
        }
    }

    /// Registers now when the bundle is resolved already, as after a start from a kept cache.
    void registerIfResolved() {
        for (Bundle bundle : framework.getBundles()) {
            if (PROVIDER.equals(bundle.getSymbolicName()) && bundle.getState() >= Bundle.RESOLVED) {
                register(bundle);
            }
        }
    }

    private synchronized void register(Bundle api) {
        if (registration != null) {
            return;
        }
        try {
            Class<?> type = api.loadClass(TYPE);
            Object service = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls());
            registration = framework.registerService(TYPE, service, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the api bundle has no " + TYPE, e);
        }
    }

    private synchronized void unregister() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }

    private InvocationHandler calls() {
        return (Object proxy, Method method, Object[] values) -> switch (method.getName()) {
            case "args" -> args;
            case "exit" -> {
                exit.accept((Integer) values[0]);
                yield null;
            }
            case "pidFile" -> {
                pidFile.remember((Path) values[0]);
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == values[0];
            default -> "gantry " + String.join(" ", args);
        };
    }
}
