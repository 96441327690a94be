package dev.gantry.console;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the console's socket in the exec root and the drop folder in the data root.
@Component(
        service = Console.class,
        immediate = true,
        configurationPid = "dev.gantry.console",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final ConsoleSocket socket;

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
        socket = ConsoleSocket.open(Path.of(config.exec$_$root(), "gantry-console.sock"), processor);
        new DropFolder(Path.of(config.data$_$root(), "deploy")).watch(context);
        LOG.debug("console ready in {}", config.exec$_$root());
    }

    /// Cuts the clients off.
    @Deactivate
    public void close() throws IOException {
        socket.close();
    }
}
