package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.registry.AddressRange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which proxy to take, by the daemon's settings or, where these are silent, by the environment that it was started in.
final class Proxies extends ProxySelector {
    private static final Way STRAIGHT = new Way(null, "");

    private final Way http;
    private final Way https;
    private final List<String> direct;

    private Proxies(Way http, Way https, List<String> direct) {
        this.http = http;
        this.https = https;
        this.direct = direct;
    }

    /// How requests of one scheme leave.
    ///
    /// @param proxy null for none
    /// @param refusal why there is none although one was asked for; requests that would take it fail with these words
    private record Way(@Nullable URI proxy, String refusal) {}

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

    private static Way address(String text) {
        if (text.isEmpty()) {
            return STRAIGHT;
        }
        URI proxy;
        try {
            proxy = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            // Its message has the whole address, and with it a password.
            return new Way(null, "invalid proxy address");
        }
        if (proxy.getHost() == null) {
            return new Way(null, "invalid proxy address");
        }
        return "http".equalsIgnoreCase(proxy.getScheme())
                ? new Way(proxy, "")
                : new Way(
                        null,
                        "proxy " + proxy.getScheme() + "://" + proxy.getHost()
                                + ": only proxies that speak plain HTTP to their clients are supported");
    }

    private Way way(URI uri) {
        String host = uri.getHost();
        boolean straight = host == null || isDirect(host.toLowerCase(Locale.ROOT));
        return straight ? STRAIGHT : "https".equals(uri.getScheme()) ? https : http;
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = way(uri).proxy();
        if (proxy == null) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : 80;
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    /// What the proxy on the way to `uri` is told of its user; empty when its address names none.
    ///
    /// @throws EngineException SYSTEM when `uri` is to go through a proxy that cannot be used
    Optional<String> authorization(URI uri) {
        Way way = way(uri);
        if (!way.refusal().isEmpty()) {
            throw EngineException.system("proxyconnect tcp: " + way.refusal());
        }
        return Optional.ofNullable(way.proxy())
                .map(URI::getUserInfo)
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
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
