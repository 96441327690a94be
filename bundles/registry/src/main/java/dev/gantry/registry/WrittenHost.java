package dev.gantry.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the hosts that operators write: insecure registries and mirrors. What cannot be one is refused in Docker's words.
final class WrittenHost {
    private static final Logger LOG = LoggerFactory.getLogger(WrittenHost.class);
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final int HIGHEST_PORT = 65535;

    private WrittenHost() {}

    /// `name[:port]` or a network in CIDR form, without the bits that do not count.
    ///
    /// @throws IllegalArgumentException in words for the operator
    static String insecure(String written) {
        String entry = written.strip();
        if (entry.startsWith("-") || entry.endsWith("-")) {
            throw new IllegalArgumentException("invalid index name (" + entry + "). Cannot begin or end with a hyphen");
        }
        entry = withoutScheme(entry);
        if (AddressRange.isRange(entry)) {
            return AddressRange.parse(entry).shown();
        }
        requireHost(entry);
        return entry;
    }

    private static String withoutScheme(String entry) {
        String lower = entry.toLowerCase(Locale.ROOT);
        for (String scheme : new String[] {"http://", "https://"}) {
            if (lower.startsWith(scheme)) {
                LOG.warn(
                        "insecure registry {} should not contain '{}' and '{}' has been removed from the insecure registry config",
                        entry,
                        scheme,
                        scheme);
                return entry.substring(scheme.length());
            }
        }
        if (entry.contains("://")) {
            throw new IllegalArgumentException("insecure registry " + entry + " should not contain '://'");
        }
        return entry;
    }

    private static void requireHost(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean bare = AddressRange.isLiteral(entry) && entry.indexOf(':') >= 0 && !entry.startsWith("[");
        String port = bare || colon <= entry.lastIndexOf(']') ? "" : entry.substring(colon + 1);
        String host = port.isEmpty() ? entry : entry.substring(0, colon);
        if (!bare && !HOST.matcher(entry).matches()) {
            throw new IllegalArgumentException(
                    "insecure registry " + entry + " is not valid: invalid host \"" + host + "\"");
        }
        if (port.length() > 5 || !port.isEmpty() && Integer.parseInt(port) > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "insecure registry " + entry + " is not valid: invalid port \"" + port + "\"");
        }
    }

    /// The base address of a mirror, with a slash at its end.
    ///
    /// @throws IllegalArgumentException in words for the operator, without a password
    static URI mirror(String written) {
        String text = written.strip();
        String shown = text.replaceFirst("//[^/@]*@", "//xxxxx:xxxxx@");
        if (text.indexOf("://") <= 0) {
            throw new IllegalArgumentException("invalid mirror: no scheme specified for \"" + shown
                    + "\": must use either 'https://' or 'http://'");
        }
        URI uri = address(text.endsWith("/") ? text : text + "/", shown);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("invalid mirror: unsupported scheme \"" + uri.getScheme() + "\" in \""
                    + shown + "\": must use either 'https://' or 'http://'");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "invalid mirror: username/password not allowed in URI \"" + shown + "\"");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("invalid mirror: query or fragment at end of the URI \"" + shown + "\"");
        }
        if (uri.getHost() == null) {
            throw notAnAddress(shown, null);
        }
        return uri;
    }

    private static URI address(String text, String shown) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw notAnAddress(shown, e);
        }
    }

    private static IllegalArgumentException notAnAddress(String shown, @Nullable Exception cause) {
        return new IllegalArgumentException("invalid mirror: \"" + shown + "\" is not a valid URI", cause);
    }
}
