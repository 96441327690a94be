package dev.gantry.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory whose jars are installed, updated and removed as they come, change and go. Felix File Install does the work; it
/// is started here because only now the directory is known.
final class DropFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";

    private final Path directory;
    private final Path scratch;

    /// @param directory watched
    /// @param scratch where File Install may put what it makes from it
    DropFolder(Path directory, Path scratch) {
        this.directory = directory;
        this.scratch = scratch;
    }

    /// Makes the directory, for its owner only, and starts to watch it.
    ///
    /// @return false without File Install: then there is no drop folder
    boolean watch(BundleContext context) throws IOException {
        for (Bundle bundle : context.getBundles()) {
            if (FILE_INSTALL.equals(bundle.getSymbolicName())) {
                prepare();
                start(bundle);
                return true;
            }
        }
        return false;
    }

    private void prepare() throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        // Its own settings, which it takes from the framework's properties, and those from the system's.
        System.setProperty("felix.fileinstall.dir", directory.toString());
        System.setProperty("felix.fileinstall.tmpdir", scratch.toString());
        System.setProperty("felix.fileinstall.poll", "1000");
        System.setProperty("felix.fileinstall.noInitialDelay", "true");
        System.setProperty("felix.fileinstall.log.level", "1");
    }

    private void start(Bundle fileInstall) {
        try {
            fileInstall.stop(Bundle.STOP_TRANSIENT);
            fileInstall.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            LOG.warn("{} is not watched", directory, e);
        }
    }
}
