package dev.gantry.console;

import dev.gantry.api.config.LifecycleListener;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the console's socket in the exec root and the drop folder in the data root.
@Component(
        service = {Console.class, LifecycleListener.class},
        immediate = true,
        configurationPid = "dev.gantry.console",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Console implements LifecycleListener {
    private static final String SHELL = "org.apache.felix.gogo.shell";
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final ConsoleSocket socket;
    private final DropReport report;
    private final BundleContext context;

    /// Where the console and the drop folder are.
    public @interface Config {
        /// Holds `gantry-console.sock`.
        String exec$_$root() default "/var/run/docker";

        /// Holds `deploy`.
        String data$_$root() default "/var/lib/docker";
    }

    /// Opens both.
    @Activate
    public Console(Config config, BundleContext context, @Reference CommandProcessor processor) throws IOException {
        this.context = context;
        socket = ConsoleSocket.open(Path.of(config.exec$_$root(), "gantry-console.sock"), processor);
        Path deploy = Path.of(config.data$_$root(), "deploy");
        report = new DropReport(deploy, context);
        if (new DropFolder(deploy, Path.of(config.exec$_$root(), "gantry", "deploy")).watch(context)) {
            report.start();
        }
        LOG.debug("console ready in {}", config.exec$_$root());
    }

    /// Brings the shell's own commands (`each`, `grep`, `cat` and the like). Not earlier: its start runs a script on a thread of its own,
    /// which complains on standard error when a daemon that could not start is already on its way out.
    @Override
    public void ready() {
        for (Bundle bundle : context.getBundles()) {
            if (SHELL.equals(bundle.getSymbolicName())) {
                start(bundle);
            }
        }
    }

    private static void start(Bundle shell) {
        try {
            shell.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            LOG.warn("the console has no shell commands", e);
        }
    }

    @Override
    public void stopping() {}

    /// Cuts the clients off, each after the command that it waits for: that may be the one which takes this bundle down.
    @Deactivate
    public void close() throws IOException {
        report.close();
        socket.close();
    }
}
