package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says what went wrong on the way to a host, in the words that Docker's users know.
final class NetworkFailure {
    /// How Java tells that a proxy refused to make a tunnel; a status follows.
    static final String TUNNEL = "Tunnel failed, got: ";

    private NetworkFailure() {}

    /// The failure of a request: `Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused`.
    static EngineException of(String method, URI uri, IOException failure) {
        String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
        return EngineException.system(verb + " \"" + uri + "\": " + words(uri, failure), failure);
    }

    private static String words(URI uri, IOException failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "dial tcp " + target(uri) + ": i/o timeout";
            case HttpTimeoutException _ ->
                "net/http: request canceled (Client.Timeout exceeded while awaiting headers)";
            case NoRouteToHostException _ -> "dial tcp " + target(uri) + ": connect: no route to host";
            case ConnectException e when isUnresolved(e) -> "dial tcp: lookup " + uri.getHost() + ": no such host";
            case UnknownHostException _ -> "dial tcp: lookup " + uri.getHost() + ": no such host";
            case ConnectException e -> "dial tcp " + target(uri) + ": connect: " + reason(e);
            case SSLException e -> tls(e);
            case EOFException _ -> "EOF";
            default -> plain(failure);
        };
    }

    private static String plain(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith(TUNNEL)) {
            return tunnel(message.substring(TUNNEL.length()));
        }
        if (message.contains("header parser received no bytes")
                || message.contains("closed")
                || message.contains("EOF")) {
            return "EOF";
        }
        return message.contains("Connection reset") ? "read: connection reset by peer" : message;
    }

    /// The words of the proxy's status, as Docker has them: `Proxy Authentication Required`.
    private static String tunnel(String status) {
        return status.matches("[1-5][0-9]{2}")
                ? StatusText.of(Integer.parseInt(status))
                        .substring(status.length())
                        .strip()
                : TUNNEL + status;
    }

    private static boolean isUnresolved(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(ConnectException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null) {
                return at.getMessage().toLowerCase(Locale.ROOT);
            }
        }
        return "connection refused";
    }

    private static String tls(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertPathValidatorException
                    || String.valueOf(at.getMessage()).contains("unable to find valid certification path")) {
                return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
            }
            if (at instanceof CertificateException) {
                return "tls: failed to verify certificate: x509: " + at.getMessage();
            }
        }
        return "remote error: tls: " + message;
    }

    private static String target(URI uri) {
        int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        try {
            String address = InetAddress.getByName(uri.getHost()).getHostAddress();
            return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
        } catch (UnknownHostException e) {
            return uri.getHost() + ":" + port;
        }
    }
}
