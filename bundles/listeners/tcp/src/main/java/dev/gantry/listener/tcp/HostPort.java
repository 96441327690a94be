package dev.gantry.listener.tcp;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.listener.ListenAddress;

/// A host and a port, either of which may have been left to its default.
///
/// @param host name or address without brackets
/// @param port 1 … 65535
record HostPort(String host, int port) {
    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_PORT = 2375;

    static HostPort parse(ListenAddress address) {
        String spec = address.spec();
        if (spec.indexOf('/') >= 0) {
            throw invalid(address, "should not contain a path element");
        }
        int bracket = spec.indexOf(']');
        if (spec.startsWith("[") && bracket < 0) {
            throw invalid(address, "missing ']' in address");
        }
        int colon = spec.indexOf(':', Math.max(bracket, 0));
        if (colon >= 0 && bracket < 0 && spec.indexOf(':', colon + 1) >= 0) {
            throw invalid(address, "too many colons in address");
        }
        String host = colon < 0 ? spec : spec.substring(0, colon);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = colon < 0 || colon == spec.length() - 1 ? DEFAULT_PORT : port(address, spec.substring(colon + 1));
        return new HostPort(host.isEmpty() ? DEFAULT_HOST : host, port);
    }

    private static int port(ListenAddress address, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw invalid(address, "invalid port: " + digits);
        }
        throw invalid(address, "invalid port: " + digits);
    }

    private static EngineException invalid(ListenAddress address, String why) {
        return EngineException.invalidParameter("invalid bind address (" + address + "): " + why);
    }

    static String text(String host, int port) {
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return (plain.indexOf(':') < 0 ? plain : "[" + plain + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return text(host, port);
    }
}
