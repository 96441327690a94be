package dev.gantry.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is configured.
///
/// @param group owner group of unix sockets: a name, a number, or empty for the daemon's own
/// @param tls whether TCP is served by TLS only
/// @param tlsVerify whether clients must show a certificate then
/// @param tlsDecided whether the operator has said yes or no to TLS, rather than nothing
/// @param authorizes whether plugins are to be asked: then nothing is handled without the middleware that asks them
record ServerSettings(String group, boolean tls, boolean tlsVerify, boolean tlsDecided, boolean authorizes) {
    static ServerSettings of(Map<String, Object> settings) {
        return new ServerSettings(
                settings.get("group") instanceof String name ? name : "docker",
                Boolean.TRUE.equals(settings.get("tls")),
                Boolean.TRUE.equals(settings.get("tlsverify")),
                Boolean.TRUE.equals(settings.get("tls-decided")),
                names(settings.get("authorization-plugins")));
    }

    private static boolean names(@Nullable Object plugins) {
        return plugins instanceof String[] array
                ? array.length > 0
                : plugins instanceof List<?> list && !list.isEmpty();
    }

    boolean verifiesClients() {
        return tls && tlsVerify;
    }
}
