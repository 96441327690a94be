package dev.gantry.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class DropReportTest {
    @TempDir
    Path directory;

    private static BundleContext context(Bundle... bundles) {
        return (BundleContext) Proxy.newProxyInstance(
                DropReportTest.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (_, method, _) -> {
                    if (method.getName().equals("getBundles")) {
                        return bundles;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Bundle bundle(Path jar, int state) {
        Dictionary<String, String> headers = new Hashtable<>();
        return (Bundle) Proxy.newProxyInstance(
                DropReportTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getLocation" -> "file:" + jar;
                    case "getState" -> state;
                    case "getBundleId" -> 77L;
                    case "getHeaders" -> headers;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Path jar(String name, String symbolicName) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!symbolicName.isEmpty()) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.finish();
        }
        return jar;
    }

    @Test
    void tellsWhatIsNoJar() throws Exception {
        Path jar = Files.writeString(directory.resolve("half.jar"), "PK half of it");
        String trouble = new DropReport(directory, context()).trouble(jar);
        assertTrue(trouble.startsWith("is not installed: "), trouble);
    }

    @Test
    void tellsWhatIsNoBundle() throws Exception {
        assertEquals(
                "is not installed: it is no bundle, as it has no Bundle-SymbolicName",
                new DropReport(directory, context()).trouble(jar("plain.jar", "")));
    }

    @Test
    void tellsWhatWaitsForSomethingElse() throws Exception {
        Path jar = jar("waiting.jar", "waiting");
        assertEquals(
                "is installed, but what it needs is not there; `start 77` in the console says what",
                new DropReport(directory, context(bundle(jar, Bundle.INSTALLED))).trouble(jar));
    }

    @Test
    void isSilentAboutWhatRuns() throws Exception {
        Path jar = jar("running.jar", "running");
        assertNull(new DropReport(directory, context(bundle(jar, Bundle.ACTIVE))).trouble(jar));
    }
}
