package dev.gantry.api.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// An entry of `registry-mirrors`, read by Docker's rules: where images of Docker Hub are asked for first.
///
/// @param base `http` or `https`, with a slash at its end; it has neither user nor query nor fragment
public record RegistryMirror(URI base) {
    private static final String EITHER = ": must use either 'https://' or 'http://'";

    /// @throws IllegalArgumentException in Docker's words when it can be none; a password in it is not among the words
    public static RegistryMirror parse(String written) {
        String text = written.strip();
        // To the last @: a password that is not escaped may have slashes and further @ in it.
        String shown = text.replaceFirst("(?s)//.*@", "//xxxxx:xxxxx@");
        if (text.indexOf("://") <= 0) {
            throw new IllegalArgumentException("invalid mirror: no scheme specified for \"" + shown + "\"" + EITHER);
        }
        URI uri = address(text.endsWith("/") ? text : text + "/", shown);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "invalid mirror: unsupported scheme \"" + uri.getScheme() + "\" in \"" + shown + "\"" + EITHER);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "invalid mirror: username/password not allowed in URI \"" + shown + "\"");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("invalid mirror: query or fragment at end of the URI \"" + shown + "\"");
        }
        if (uri.getHost() == null) {
            throw notAnAddress(shown);
        }
        return new RegistryMirror(uri);
    }

    private static URI address(String text, String shown) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its message has the whole address, and with it a password.
            throw notAnAddress(shown);
        }
    }

    private static IllegalArgumentException notAnAddress(String shown) {
        return new IllegalArgumentException("invalid mirror: \"" + shown + "\" is not a valid URI");
    }
}
