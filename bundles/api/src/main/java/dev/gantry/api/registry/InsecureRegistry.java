package dev.gantry.api.registry;

import java.util.Locale;
import java.util.regex.Pattern;

/// An entry of `insecure-registries`, read by Docker's rules: a registry, or a network of registries, that may be reached without
/// verified TLS.
///
/// @param entry `name[:port]`, or a network in CIDR form without the bits that do not count
/// @param droppedScheme `http://` or `https://` where one stood before it, which is worth a warning; else empty
public record InsecureRegistry(String entry, String droppedScheme) {
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final int HIGHEST_PORT = 65535;

    /// @throws IllegalArgumentException in Docker's words when it can be none
    public static InsecureRegistry parse(String written) {
        String text = written.strip();
        if (text.startsWith("-") || text.endsWith("-")) {
            throw new IllegalArgumentException("invalid index name (" + text + "). Cannot begin or end with a hyphen");
        }
        String scheme = scheme(text);
        String entry = text.substring(scheme.length());
        if (AddressRange.isRange(entry)) {
            return new InsecureRegistry(AddressRange.parse(entry).shown(), scheme);
        }
        requireHost(entry);
        return new InsecureRegistry(entry, scheme);
    }

    private static String scheme(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String scheme : new String[] {"http://", "https://"}) {
            if (lower.startsWith(scheme)) {
                return scheme;
            }
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException("insecure registry " + text + " should not contain '://'");
        }
        return "";
    }

    private static void requireHost(String entry) {
        int colon = entry.lastIndexOf(':');
        // An address of version 6 without brackets, and so without a port; one colon alone stands before a port.
        boolean bare = entry.indexOf(':') < colon && !entry.startsWith("[") && AddressRange.isLiteral(entry);
        String port = bare || colon <= entry.lastIndexOf(']') ? "" : entry.substring(colon + 1);
        String host = port.isEmpty() ? entry : entry.substring(0, colon);
        if (!bare && !HOST.matcher(entry).matches()) {
            throw new IllegalArgumentException(
                    "insecure registry " + entry + " is not valid: invalid host \"" + host + "\"");
        }
        if (port.length() > 5 || (!port.isEmpty() && Integer.parseInt(port) > HIGHEST_PORT)) {
            throw new IllegalArgumentException(
                    "insecure registry " + entry + " is not valid: invalid port \"" + port + "\"");
        }
    }
}
