package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/// The process: `java -Dgantry.home=DIR … dev.gantry.launcher.Main FLAGS`. Reads the features, starts the framework with their
/// bundles and waits for its end. What the flags mean is the config bundle's affair.
public final class Main {
    private static final String LAST_LEVEL = "100";
    private static final String OFF = ".off.json";

    private Main() {}

    /// @param args the daemon's flags
    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(run(List.of(args)));
        } catch (IOException e) {
            System.err.println("gantry: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(List<String> args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("gantry.home", ".")).toAbsolutePath();
        List<Feature> features = features(home.resolve("features"), wanted());
        Installation installation = new Installation(home, features);
        EarlySettings settings = new EarlySettings(args);
        ProcessLog log = new ProcessLog(settings.logsJson(), System.err, InstantSource.system());
        // Closed in the reverse order.
        try (PidFile pidFile = new PidFile();
                Storage storage = Storage.open(args, settings)) {
            boolean kept = installation.matches(storage.path());
            Framework framework = new FrameworkFactory().newFramework(properties(features, home, storage.path(), kept));
            return start(framework, installation, storage.path(), kept, args, pidFile, log);
        } catch (BundleException e) {
            System.err.println("gantry: " + e.getMessage());
            return 1;
        }
    }

    private static int start(
            Framework framework,
            Installation installation,
            Path storage,
            boolean kept,
            List<String> args,
            PidFile pidFile,
            ProcessLog log)
            throws IOException, InterruptedException, BundleException {
        framework.init();
        Exit exit = new Exit(framework, log);
        exit.onSignals();
        CommandLineService commandLine =
                new CommandLineService(framework.getBundleContext(), args, exit::with, pidFile);
        framework.getBundleContext().addBundleListener(commandLine);
        framework.getBundleContext().addFrameworkListener(event -> report(event, log));
        if (kept) {
            commandLine.registerIfResolved();
        } else {
            installation.run(framework.getBundleContext());
            installation.stamp(storage);
        }
        framework.start();
        QuitSignal.watch(log, System.err);
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // It starts again by itself.
        }
        return exit.status();
    }

    /// A bundle that can't be resolved or started is told; the others go on.
    private static void report(FrameworkEvent event, ProcessLog log) {
        if (event.getType() == FrameworkEvent.ERROR) {
            log.error(event.getBundle().getSymbolicName() + ": " + event.getThrowable());
        }
    }

    /// The features of the distribution: every JSON file of the directory, and of those that end in `.off.json` the wanted.
    ///
    /// @param wanted names of files without their ends
    static List<Feature> features(Path directory, Set<String> wanted) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.json")) {
            stream.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        List<Feature> features = new ArrayList<>();
        Set<String> missing = new TreeSet<>(wanted);
        for (Path file : files) {
            String name = file.getFileName().toString().replaceFirst("(\\.off)?\\.json$", "");
            if (missing.remove(name) || !file.toString().endsWith(OFF)) {
                features.add(Feature.read(file));
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("no such feature in " + directory + ": " + String.join(", ", missing));
        }
        return features;
    }

    private static Set<String> wanted() {
        String names = System.getenv("GANTRY_FEATURES");
        return names == null || names.isBlank()
                ? Set.of()
                : Set.of(names.strip().split("[, ]+"));
    }

    private static Map<String, String> properties(List<Feature> features, Path home, Path storage, boolean kept)
            throws IOException {
        Map<String, String> properties = new HashMap<>();
        for (Feature feature : features) {
            for (Map.Entry<String, String> property : feature.properties().entrySet()) {
                properties.put(property.getKey(), Secret.resolve(property.getValue(), System.getenv()));
            }
        }
        properties.put(Constants.FRAMEWORK_STORAGE, storage.resolve("framework").toString());
        if (!kept) {
            properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        }
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, LAST_LEVEL);
        properties.put("gantry.home", home.toString());
        properties.put("gantry.storage", storage.toString());
        return properties;
    }
}
