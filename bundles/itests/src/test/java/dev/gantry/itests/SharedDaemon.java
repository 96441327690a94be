package dev.gantry.itests;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [TestDaemon] with the image `busybox`, one for the whole run, closed at its end.
final class SharedDaemon implements BeforeAllCallback, ParameterResolver {
    private static final Namespace SPACE = Namespace.create(SharedDaemon.class);

    /// Closed by JUnit with the root context.
    private record Held(TestDaemon daemon) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            daemon.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        daemon(context);
    }

    private static TestDaemon daemon(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent(
                        "daemon",
                        key -> {
                            TestDaemon daemon = TestDaemon.start();
                            try {
                                TestImages.importBusybox(daemon);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                            return new Held(daemon);
                        },
                        Held.class)
                .daemon();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDaemon.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return daemon(context);
    }
}
