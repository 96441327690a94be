package dev.gantry.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.launcher.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/// Each feature resolves: one that is complete by itself, an addition together with the complete ones.
class FeaturesTest {
    @TempDir
    @SuppressWarnings("NullAway")
    Path directory;

    private int frameworks;

    @TestFactory
    Stream<DynamicTest> resolves() throws IOException {
        Map<Path, Feature> features = new LinkedHashMap<>();
        for (Path file : Shipped.features()) {
            features.put(file, Feature.read(file));
        }
        List<Feature> complete =
                features.values().stream().filter(Feature::complete).toList();
        return features.entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(entry.getKey().getFileName().toString(), () -> {
                            List<Feature> together = new ArrayList<>(complete);
                            if (!entry.getValue().complete()) {
                                together.add(entry.getValue());
                            }
                            assertEquals(List.of(), unresolved(together));
                        }));
    }

    private List<String> unresolved(List<Feature> features) throws BundleException, InterruptedException {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("f" + frameworks++).toString()));
        framework.init();
        try {
            List<Bundle> installed = new ArrayList<>();
            for (Feature feature : features) {
                for (Feature.Entry entry : feature.bundles()) {
                    Path jar = Shipped.home().resolve("bundles").resolve(entry.fileName());
                    installed.add(framework.getBundleContext().installBundle("reference:file:" + jar));
                }
            }
            framework.adapt(FrameworkWiring.class).resolveBundles(installed);
            return installed.stream()
                    .filter(bundle -> bundle.getState() != Bundle.RESOLVED)
                    .map(FeaturesTest::reason)
                    .toList();
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start();
            return bundle.getSymbolicName();
        } catch (BundleException e) {
            return e.getMessage();
        }
    }
}
