package dev.gantry.http;

import java.util.Map;

/// What is configured.
///
/// @param group owner group of unix sockets: a name, a number, or empty for the daemon's own
/// @param tls whether TCP is served by TLS only
/// @param tlsVerify whether clients must show a certificate then
/// @param tlsDecided whether the operator has said yes or no to TLS, rather than nothing
record ServerSettings(String group, boolean tls, boolean tlsVerify, boolean tlsDecided) {
    static ServerSettings of(Map<String, Object> settings) {
        return new ServerSettings(
                settings.get("group") instanceof String name ? name : "docker",
                Boolean.TRUE.equals(settings.get("tls")),
                Boolean.TRUE.equals(settings.get("tlsverify")),
                Boolean.TRUE.equals(settings.get("tls-decided")));
    }

    boolean verifiesClients() {
        return tls && tlsVerify;
    }
}
