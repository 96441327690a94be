package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
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

    static void warn(DaemonConfig config, Map<String, String> environment) {
        for (String key : List.of("http-proxy", "https-proxy", "no-proxy")) {
            String value = config.text(key);
            String upper = key.toUpperCase(Locale.ROOT).replace('-', '_');
            for (String name : List.of(upper, upper.toLowerCase(Locale.ROOT))) {
                String old = environment.getOrDefault(name, "");
                if (!value.isEmpty() && !old.isEmpty() && !old.equals(value)) {
                    LOG.atWarn()
                            .addKeyValue("name", name)
                            .addKeyValue("old-value", masked(old))
                            .addKeyValue("new-value", masked(value))
                            .log("overriding existing proxy variable with value from configuration");
                }
            }
        }
    }

    static String masked(String url) {
        return url.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/?#\\s]*@", "$1xxxxx:xxxxx@");
    }
}
