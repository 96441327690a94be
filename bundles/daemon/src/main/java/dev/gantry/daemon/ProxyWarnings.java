package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when the configuration names another proxy than the process environment: the configuration wins. Neither is shown with
/// its password.
final class ProxyWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyWarnings.class);

    private ProxyWarnings() {}

    /// A variable of the process that the configuration overrules; neither value has a password in it.
    record Overruled(String variable, String before, String now) {}

    static void warn(DaemonConfig config, Map<String, String> environment) {
        for (Overruled proxy : overruled(config, environment)) {
            LOG.atWarn()
                    .addKeyValue("name", proxy.variable())
                    .addKeyValue("old-value", proxy.before())
                    .addKeyValue("new-value", proxy.now())
                    .log("overriding existing proxy variable with value from configuration");
        }
    }

    static List<Overruled> overruled(DaemonConfig config, Map<String, String> environment) {
        List<Overruled> overruled = new ArrayList<>();
        for (String key : List.of("http-proxy", "https-proxy", "no-proxy")) {
            String value = config.text(key);
            String upper = key.toUpperCase(Locale.ROOT).replace('-', '_');
            for (String name : List.of(upper, upper.toLowerCase(Locale.ROOT))) {
                String old = environment.getOrDefault(name, "");
                if (!value.isEmpty() && !old.isEmpty() && !old.equals(value)) {
                    overruled.add(new Overruled(name, masked(old), masked(value)));
                }
            }
        }
        return overruled;
    }

    static String masked(String url) {
        return url.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#\\s]*@", "$1xxxxx:xxxxx@");
    }
}
