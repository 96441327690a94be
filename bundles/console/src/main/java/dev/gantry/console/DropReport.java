package dev.gantry.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what is wrong with a jar in the drop folder: File Install passes over what is no bundle without a word. A jar
/// that is still being written is left alone until it has stayed the same from one look to the next.
final class DropReport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DropReport.class);
    private static final long SECONDS_BETWEEN = 3;

    private final Path directory;
    private final BundleContext context;
    private final Map<Path, Look> looks = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drop-folder-report").factory());

    /// What a file looked like.
    ///
    /// @param reported whether its trouble was told already
    private record Look(long size, long modified, boolean reported) {
        boolean sameAs(Look other) {
            return size == other.size && modified == other.modified;
        }
    }

    DropReport(Path directory, BundleContext context) {
        this.directory = directory;
        this.context = context;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    /// Looks once.
    void look() {
        Map<Path, Look> before = Map.copyOf(looks);
        looks.clear();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : jars) {
                looks.put(jar, look(jar, before.get(jar)));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("gone while it was looked at: {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn("the drop folder cannot be read: {}", e.toString());
        }
    }

    private Look look(Path jar, @Nullable Look before) throws IOException {
        Look now =
                new Look(Files.size(jar), Files.getLastModifiedTime(jar).toMillis(), before != null && before.reported);
        if (before == null || !now.sameAs(before)) {
            return new Look(now.size, now.modified, false);
        }
        String trouble = now.reported ? null : trouble(jar);
        if (trouble == null) {
            return now;
        }
        LOG.warn("drop folder: {}: {}", jar.getFileName(), trouble);
        return new Look(now.size, now.modified, true);
    }

    /// What is wrong with a jar; null for nothing.
    @Nullable String trouble(Path jar) {
        // As File Install writes it: with one slash, not with the three of Path.toUri.
        String location = jar.toFile().toURI().normalize().toString();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().equals(location)) {
                return trouble(bundle);
            }
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            boolean named =
                    manifest != null && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
            return named
                    ? "is not installed, although it is a bundle; its name and version may be taken"
                    : "is not installed: it is no bundle, as it has no " + Constants.BUNDLE_SYMBOLICNAME;
        } catch (IOException e) {
            return "is not installed: " + e.getMessage();
        }
    }

    private static @Nullable String trouble(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        return switch (bundle.getState()) {
            case Bundle.INSTALLED ->
                "is installed, but what it needs is not there; `start " + bundle.getBundleId()
                        + "` in the console says what";
            case Bundle.RESOLVED -> fragment ? null : "is installed, but does not run";
            default -> null;
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
