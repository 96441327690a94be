package dev.gantry.console;

import dev.gantry.api.config.LifecycleListener;
import dev.gantry.testkit.config.LifecycleListenerContract;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class ConsoleContractTest extends LifecycleListenerContract {
    @TempDir
    Path directory;

    /// Without any bundle, so without shell and drop folder.
    private static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                ConsoleContractTest.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (_, method, _) -> {
                    if (method.getName().equals("getBundles")) {
                        return new Bundle[0];
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    protected LifecycleListener newListener() throws IOException {
        CommandProcessor unused = (CommandProcessor) Proxy.newProxyInstance(
                ConsoleContractTest.class.getClassLoader(), new Class<?>[] {CommandProcessor.class}, (_, method, _) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        // Root of data and execution alike.
        Console.Config places = (Console.Config) Proxy.newProxyInstance(
                ConsoleContractTest.class.getClassLoader(),
                new Class<?>[] {Console.Config.class},
                (_, _, _) -> directory.toString());
        return new Console(places, context(), unused);
    }

    @Override
    protected void release(LifecycleListener listener) throws IOException {
        ((Console) listener).close();
    }
}
