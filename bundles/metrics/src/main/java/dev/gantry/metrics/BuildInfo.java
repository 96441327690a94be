package dev.gantry.metrics;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/// What this build calls itself.
final class BuildInfo {
    private BuildInfo() {}

    /// The bundle's version, in the place where other engines have a revision.
    static String commit() {
        Bundle bundle = FrameworkUtil.getBundle(BuildInfo.class);
        return bundle == null ? "gantry" : "gantry-" + bundle.getVersion();
    }
}
