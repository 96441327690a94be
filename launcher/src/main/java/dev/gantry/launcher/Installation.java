package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/// Brings the features' bundles into the framework. Jars are used where they lie, not copied.
final class Installation {
    private static final String STAMP = "features.stamp";

    private final Path bundles;
    private final List<Feature> features;

    Installation(Path home, List<Feature> features) {
        this.bundles = home.resolve("bundles");
        this.features = features;
    }

    /// Whether the cache in `storage` was filled from exactly these jars; else the framework must start with an empty one.
    boolean matches(Path storage) throws IOException {
        Path stamp = storage.resolve(STAMP);
        return Files.exists(stamp) && Files.readString(stamp).equals(fingerprint());
    }

    /// Notes what the cache now holds.
    void stamp(Path storage) throws IOException {
        Files.writeString(storage.resolve(STAMP), fingerprint());
    }

    private String fingerprint() throws IOException {
        CRC32 sum = new CRC32();
        StringBuilder names = new StringBuilder();
        for (Feature.Entry entry : entries()) {
            Path jar = bundles.resolve(entry.fileName());
            BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
            names.append(jar)
                    .append(file.size())
                    .append(file.lastModifiedTime().toMillis())
                    .append(entry.startLevel());
        }
        sum.update(names.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /// Installs and marks all for their start.
    void run(BundleContext framework) throws BundleException {
        List<Bundle> startable = new ArrayList<>();
        for (Feature.Entry entry : entries()) {
            Bundle bundle = framework.installBundle("reference:file:" + bundles.resolve(entry.fileName()));
            bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
            if (entry.started() && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                startable.add(bundle);
            }
        }
        for (Bundle bundle : startable) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private List<Feature.Entry> entries() {
        return features.stream()
                .flatMap(feature -> feature.bundles().stream())
                .distinct()
                .toList();
    }
}
