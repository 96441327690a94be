package dev.gantry.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which proxy to take, by the daemon's settings or, where these are silent, by the environment that it was started in.
final class Proxies extends ProxySelector {
    private final @Nullable URI http;
    private final @Nullable URI https;
    private final List<String> direct;

    private Proxies(@Nullable URI http, @Nullable URI https, List<String> direct) {
        this.http = http;
        this.https = https;
        this.direct = direct;
    }

    static Proxies of(Map<String, ?> configuration, Map<String, String> environment) {
        return new Proxies(
                address(value("http-proxy", "HTTP_PROXY", configuration, environment)),
                address(value("https-proxy", "HTTPS_PROXY", configuration, environment)),
                List.of(value("no-proxy", "NO_PROXY", configuration, environment)
                        .toLowerCase(Locale.ROOT)
                        .split("[,\\s]+")));
    }

    private static String value(
            String key, String variable, Map<String, ?> configuration, Map<String, String> environment) {
        Object set = configuration.get(key);
        if (set != null && !set.toString().isEmpty()) {
            return set.toString();
        }
        String upper = environment.getOrDefault(variable, "");
        return upper.isEmpty() ? environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "") : upper;
    }

    private static @Nullable URI address(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid proxy address", e);
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = "https".equals(uri.getScheme()) ? https : http;
        String host = uri.getHost();
        if (proxy == null || proxy.getHost() == null || host == null || isDirect(host.toLowerCase(Locale.ROOT))) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : "https".equals(proxy.getScheme()) ? 443 : 80;
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private boolean isDirect(String host) {
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        for (String entry : direct) {
            String suffix = entry.startsWith("*.") ? entry.substring(1) : entry;
            boolean fits = suffix.startsWith(".")
                    ? host.endsWith(suffix)
                    : host.equals(suffix) || host.endsWith("." + suffix) || AddressRange.contains(suffix, host);
            if (entry.equals("*") || (!suffix.isEmpty() && fits)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
        // The request fails with the same exception.
    }
}
