package dev.gantry.router.system;

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

    /// When it was built, as RFC 3339; empty when the bundle does not say.
    static String time() {
        Bundle bundle = FrameworkUtil.getBundle(BuildInfo.class);
        String time = bundle == null ? null : bundle.getHeaders("").get("Gantry-Build-Time");
        return time == null ? "" : time;
    }
}
