package dev.gantry.libcontainerd;

import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.testkit.framework.ApiPackages;
import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/// A framework with this bundle and what it needs, taken from the class path; the test itself stands outside and sees the
/// interfaces.
final class TestFramework implements AutoCloseable {
    private static final List<String> INSIDE = List.of(
            "dev.gantry.libcontainerd",
            "dev.gantry.proto",
            "dev.gantry.lib.grpc",
            "dev.gantry.lib.netty",
            "com.google.protobuf",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr",
            "org.osgi.service.component",
            "org.osgi.util");
    private final Framework framework;
    private final Bundle subject;

    TestFramework(Path storage, Settings settings) throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        ApiPackages.shared() + ",org.slf4j;version=2.0.20"));
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        Bundle found = null;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = symbolicName(new File(entry));
            if (name == null) {
                continue;
            }
            Bundle bundle = context().installBundle("reference:" + new File(entry).toURI());
            installed.add(bundle);
            found = name.equals("dev.gantry.libcontainerd") ? bundle : found;
        }
        subject = Objects.requireNonNull(found);
        for (Bundle bundle : installed) {
            String name = bundle.getSymbolicName();
            if (name.startsWith("org.apache.felix") || name.startsWith("org.osgi.") || bundle == subject) {
                bundle.start();
            }
        }
        configure(settings);
    }

    private static String symbolicName(File entry) throws Exception {
        Manifest manifest;
        if (entry.isDirectory()) {
            File file = new File(entry, "META-INF/MANIFEST.MF");
            if (!file.isFile()) {
                return null;
            }
            try (var stream = new FileInputStream(file)) {
                manifest = new Manifest(stream);
            }
        } else if (entry.isFile()) {
            try (JarFile jar = new JarFile(entry)) {
                manifest = jar.getManifest();
            }
        } else {
            return null;
        }
        Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String name = attributes.getValue(Constants.BUNDLE_SYMBOLICNAME);
        String bare = name == null ? null : name.split(";", 2)[0].strip();
        return bare != null && INSIDE.stream().anyMatch(bare::startsWith) ? bare : null;
    }

    /// Configuration Admin's classes are inside; so it is called as a stranger calls it.
    private void configure(Settings settings) throws Exception {
        ServiceReference<?> reference =
                context().getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0];
        Object admin = context().getService(reference);
        Class<?> type = reference.getBundle().loadClass("org.osgi.service.cm.ConfigurationAdmin");
        Object configuration = type.getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, "dev.gantry.libcontainerd", "?");
        Hashtable<String, Object> values = new Hashtable<>();
        values.put("containerd", settings.ownAddress().toString());
        values.put("containerd-namespace", settings.namespace());
        values.put("storage-driver", settings.snapshotter());
        reference
                .getBundle()
                .loadClass("org.osgi.service.cm.Configuration")
                .getMethod("update", Dictionary.class)
                .invoke(configuration, values);
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    /// Hands every provider of the type to the slot, as a dynamic reference does.
    <T> void follow(Class<T> type, ServiceSlot<T> slot) throws Exception {
        context()
                .addServiceListener(
                        event -> {
                            T service = type.cast(context().getService(event.getServiceReference()));
                            if (event.getType() == ServiceEvent.REGISTERED) {
                                slot.bind(service);
                            } else if (event.getType() == ServiceEvent.UNREGISTERING) {
                                slot.unbind(service);
                            }
                        },
                        "(objectClass=" + type.getName() + ")");
        ServiceReference<T> present = context().getServiceReference(type);
        if (present != null) {
            slot.bind(context().getService(present));
        }
    }

    void updateSubject() throws Exception {
        subject.update();
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }
}
