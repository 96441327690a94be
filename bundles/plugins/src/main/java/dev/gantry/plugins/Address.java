package dev.gantry.plugins;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a plugin listens.
///
/// @param socket path of a unix socket; null for TCP
/// @param host empty for a unix socket
/// @param tls how it is spoken to over TLS; null for plain HTTP
record Address(
        @Nullable Path socket,
        String host,
        int port,
        @Nullable TlsFiles tls) {
    static Address unix(Path socket) {
        return new Address(socket, "", 0, null);
    }

    /// Reads `unix:///run/x.sock`, `tcp://host:port`, `http://…` or `https://…`; only the last is TLS.
    ///
    /// @throws IllegalArgumentException for anything else
    static Address parse(String text, TlsFiles tls) {
        int scheme = text.indexOf("://");
        if (scheme <= 0) {
            throw new IllegalArgumentException("Unknown protocol");
        }
        return switch (text.substring(0, scheme)) {
            case "unix" -> unix(Path.of(text.substring(scheme + 3)));
            case "tcp", "http" -> network(text, 80, null);
            case "https" -> network(text, 443, tls);
            default -> throw new IllegalArgumentException("unsupported protocol: " + text.substring(0, scheme));
        };
    }

    private static Address network(String text, int portWhenAbsent, @Nullable TlsFiles tls) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("invalid plugin address: no host");
            }
            String host = uri.getHost().replaceAll("[\\[\\]]", "");
            return new Address(null, host, uri.getPort() < 0 ? portWhenAbsent : uri.getPort(), tls);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("invalid plugin address: " + e.getReason(), e);
        }
    }

    /// The `Host` of requests.
    String hostHeader() {
        if (socket != null) {
            return "plugin.moby.localhost";
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /// As failures name it: `unix /run/x.sock`.
    @Override
    public String toString() {
        return socket != null ? "unix " + socket : "tcp " + hostHeader();
    }
}
