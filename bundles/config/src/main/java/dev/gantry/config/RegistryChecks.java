package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Refuses insecure registries and mirrors that can be none, before anything has been started.
final class RegistryChecks {
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String PORT = "(?::(\\d{1,5}))?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*" + PORT);
    private static final Pattern ADDRESS =
            Pattern.compile("\\[[0-9a-fA-F:]+]" + PORT + "|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern NETWORK =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/\\d{1,3}");
    private static final int HIGHEST_PORT = 65535;

    private RegistryChecks() {}

    /// @throws IllegalArgumentException in Docker's words
    static void check(DaemonConfig config) {
        config.list("insecure-registries").forEach(RegistryChecks::insecure);
        config.list("registry-mirrors").forEach(RegistryChecks::mirror);
    }

    private static void insecure(String written) {
        if (written.startsWith("-") || written.endsWith("-")) {
            throw bad("invalid index name (" + written + "). Cannot begin or end with a hyphen");
        }
        String lower = written.toLowerCase(Locale.ROOT);
        String scheme = lower.startsWith("http://") ? "http://" : lower.startsWith("https://") ? "https://" : "";
        String entry = written.substring(scheme.length());
        if (entry.contains("://")) {
            throw bad("insecure registry " + written + " should not contain '://'");
        }
        boolean host = HOST.matcher(entry).matches();
        if (!host
                && !ADDRESS.matcher(entry).matches()
                && !NETWORK.matcher(entry).matches()) {
            throw bad("insecure registry " + entry + " is not valid: invalid host \""
                    + entry.replaceFirst(":[^:]*$", "") + "\"");
        }
        String port = host ? entry.substring(entry.indexOf(':') + 1) : "";
        if (entry.indexOf(':') > 0 && host && Integer.parseInt(port) > HIGHEST_PORT) {
            throw bad("insecure registry " + entry + " is not valid: invalid port \"" + port + "\"");
        }
    }

    private static void mirror(String text) {
        String shown = text.replaceFirst("//[^/@]*@", "//xxxxx:xxxxx@");
        String either = ": must use either 'https://' or 'http://'";
        if (text.indexOf("://") <= 0) {
            throw bad("invalid mirror: no scheme specified for \"" + shown + "\"" + either);
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw bad("invalid mirror: \"" + shown + "\" is not a valid URI");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw bad("invalid mirror: unsupported scheme \"" + uri.getScheme() + "\" in \"" + shown + "\"" + either);
        }
        if (uri.getRawUserInfo() != null) {
            throw bad("invalid mirror: username/password not allowed in URI \"" + shown + "\"");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad("invalid mirror: query or fragment at end of the URI \"" + shown + "\"");
        }
        if (uri.getHost() == null) {
            throw bad("invalid mirror: \"" + shown + "\" is not a valid URI");
        }
    }

    private static IllegalArgumentException bad(String words) {
        return new IllegalArgumentException(words);
    }
}
