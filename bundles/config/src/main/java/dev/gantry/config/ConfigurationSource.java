package dev.gantry.config;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.config.Configured;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Reads the command line and the file, hands each component its settings, and registers [Configured]. When there is nothing to
/// run (`--help`, `--version`, `--validate`, a mistake) it prints what there is to say and ends the process.
@Component(
        immediate = true,
        service = {})
public final class ConfigurationSource implements Configured {
    /// Keys that a reload applies; they go back to their defaults when the file no longer has them.
    static final Set<String> RELOADABLE = Set.of(
            "debug",
            "features",
            "insecure-registries",
            "labels",
            "live-restore",
            "max-concurrent-downloads",
            "max-concurrent-uploads",
            "max-download-attempts",
            "registry-mirrors",
            "shutdown-timeout",
            "default-runtime",
            "default-shm-size",
            "default-ipc-mode",
            "default-cgroupns-mode");

    private final Options options = new Options();
    private final CommandLine commandLine;
    private final ConfigurationAdmin admin;
    private final String version;
    private final Map<String, String> environment = System.getenv();
    private final Doorkeeper doorkeeper;
    private final PrintStream out;
    private final PrintStream err;
    private @Nullable ServiceRegistration<Configured> registration;
    private volatile @Nullable DaemonConfig current;

    @Activate
    public ConfigurationSource(
            BundleContext context, @Reference CommandLine commandLine, @Reference ConfigurationAdmin admin)
            throws IOException {
        this(
                commandLine,
                admin,
                new Doorkeeper(),
                context.getBundle().getVersion().toString(),
                System.out,
                System.err);
        if (start()) {
            registration = context.registerService(Configured.class, this, new Hashtable<>());
        }
    }

    ConfigurationSource(
            CommandLine commandLine,
            ConfigurationAdmin admin,
            Doorkeeper doorkeeper,
            String version,
            PrintStream out,
            PrintStream err) {
        this.commandLine = commandLine;
        this.version = version;
        this.admin = admin;
        this.doorkeeper = doorkeeper;
        this.out = out;
        this.err = err;
    }

    /// @return whether the daemon shall run
    boolean start() throws IOException {
        try {
            Arguments arguments = Arguments.parse(options, commandLine.args());
            if (arguments.isOn("help")) {
                return end(out, Help.text(options), 0);
            }
            if (arguments.isOn("version")) {
                return end(out, "Gantry version " + version, 0);
            }
            DaemonConfig config = new Merge(options, arguments, environment).merge();
            if (arguments.isOn("validate")) {
                return end(err, "configuration OK", 0);
            }
            doorkeeper.admit(config);
            current = config;
            publish(config);
            return true;
        } catch (EngineException e) {
            return end(err, "failed to start daemon: " + e.getMessage(), 1);
        } catch (UsageException e) {
            return end(err, e.getMessage() + "\nSee 'gantryd --help'.", 1);
        } catch (IllegalArgumentException e) {
            return end(err, String.valueOf(e.getMessage()), 1);
        }
    }

    private boolean end(PrintStream stream, String text, int status) {
        stream.println(text);
        stream.flush();
        commandLine.exit(status);
        return false;
    }

    /// Writes what is new: a component whose settings stay as they are is left alone, also when this bundle is updated.
    private void publish(DaemonConfig config) throws IOException {
        for (String pid : Dictionaries.pids()) {
            Dictionary<String, Object> dictionary = Dictionaries.of(pid, config);
            Configuration configuration = admin.getConfiguration(pid, "?");
            Dictionary<String, Object> present = configuration.getProperties();
            if (present == null || !same(dictionary, present)) {
                configuration.update(dictionary);
            }
        }
    }

    private static boolean same(Dictionary<String, Object> a, Dictionary<String, Object> b) {
        for (String key : java.util.Collections.list(a.keys())) {
            if (!java.util.Objects.deepEquals(a.get(key), b.get(key))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public DaemonConfig current() {
        DaemonConfig config = current;
        if (config == null) {
            throw new IllegalStateException("not configured");
        }
        return config;
    }

    @Override
    public synchronized DaemonConfig reload() {
        DaemonConfig before = current();
        try {
            DaemonConfig read = new Merge(options, Arguments.parse(options, commandLine.args()), environment).merge();
            Map<String, Object> values = new HashMap<>(before.values());
            RELOADABLE.forEach(key -> values.put(key, read.values().get(key)));
            DaemonConfig config = new DaemonConfig(values);
            publish(config);
            current = config;
            return config;
        } catch (UsageException | IllegalArgumentException e) {
            throw EngineException.invalidParameter(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw EngineException.system("cannot hand on the configuration", e);
        }
    }

    @Deactivate
    void stop() {
        ServiceRegistration<Configured> registered = registration;
        if (registered != null) {
            registered.unregister();
        }
        doorkeeper.leave();
    }
}
