package dev.gantry.http;

import java.net.URL;
import java.util.Enumeration;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The classes of this bundle. A stream that outlives an update of it must not need one that is in the jar alone: the jar is closed.
final class OwnClasses {
    private static final Logger LOG = LoggerFactory.getLogger(OwnClasses.class);
    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /// Loads all of them.
    static void load() {
        Bundle bundle = FrameworkUtil.getBundle(OwnClasses.class);
        if (bundle == null) {
            return;
        }
        Enumeration<URL> entries = bundle.findEntries("/dev/gantry/http", "*" + SUFFIX, false);
        while (entries != null && entries.hasMoreElements()) {
            String path = entries.nextElement().getPath();
            String name = path.substring(1, path.length() - SUFFIX.length()).replace('/', '.');
            try {
                bundle.loadClass(name);
            } catch (ClassNotFoundException e) {
                LOG.debug("{} is not there", name, e);
            }
        }
    }
}
