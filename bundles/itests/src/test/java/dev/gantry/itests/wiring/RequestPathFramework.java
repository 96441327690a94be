package dev.gantry.itests.wiring;

import dev.gantry.api.http.ApiServer;
import dev.gantry.testkit.framework.ApiPackages;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/// A framework with the request path: server, unix listener, version middleware, system routes and what they need, all taken
/// from the class path. The interfaces are shared with the test, which plays the daemon.
final class RequestPathFramework implements AutoCloseable {
    private static final List<String> INSIDE = List.of(
            "dev.gantry.http",
            "dev.gantry.json",
            "dev.gantry.lib.netty",
            "dev.gantry.linux",
            "dev.gantry.listener.unix",
            "dev.gantry.middleware.version",
            "dev.gantry.router.system",
            "com.fasterxml.jackson.core",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr",
            "org.osgi.service.component",
            "org.osgi.util");

    private final Framework framework;
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();
    final ApiServer server;

    RequestPathFramework(Path storage) throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        ApiPackages.shared() + ",org.slf4j;version=2.0.20"));
        framework.start();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = symbolicName(new File(entry));
            if (INSIDE.stream().anyMatch(name::startsWith)) {
                bundles.put(name, context().installBundle("reference:" + new File(entry).toURI()));
            }
        }
        for (Bundle bundle : bundles.values()) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        configure("dev.gantry.http");
        ServiceTracker<ApiServer, ApiServer> tracker = new ServiceTracker<>(context(), ApiServer.class, null);
        tracker.open();
        server = Objects.requireNonNull(tracker.waitForService(10_000), "an API server");
    }

    /// Gives a component empty settings. By reflection: Configuration Admin's interfaces are inside, and not shared.
    private void configure(String pid) throws ReflectiveOperationException, InvalidSyntaxException {
        // All of them: the tests' class path has these interfaces a second time, so that the service does not seem to
        // be for us.
        ServiceReference<?>[] found = Objects.requireNonNull(
                context().getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null));
        Object admin = context().getService(found[0]);
        Object configuration = admin.getClass()
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, pid, "?");
        configuration
                .getClass()
                .getMethod("update", java.util.Dictionary.class)
                .invoke(configuration, new java.util.Hashtable<>());
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    /// Empty for what is no bundle.
    private static String symbolicName(File entry) throws IOException {
        Manifest manifest = manifest(entry);
        String name = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
        return name == null ? "" : name.split(";", 2)[0].strip();
    }

    private static @Nullable Manifest manifest(File entry) throws IOException {
        File file = new File(entry, JarFile.MANIFEST_NAME);
        if (entry.isDirectory() && file.isFile()) {
            try (FileInputStream stream = new FileInputStream(file)) {
                return new Manifest(stream);
            }
        }
        if (entry.isFile()) {
            try (JarFile jar = new JarFile(entry)) {
                return jar.getManifest();
            }
        }
        return null;
    }

    /// Updates a bundle while it runs, from where it came.
    void update(String symbolicName) throws BundleException {
        Bundle bundle = Objects.requireNonNull(bundles.get(symbolicName), symbolicName);
        bundle.update();
        if (bundle.getState() != Bundle.ACTIVE) {
            throw new IllegalStateException(symbolicName + " is in state " + bundle.getState());
        }
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
    }
}
