package dev.gantry.middleware.cors;

import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/// Tells browsers which origins may call the API. Does nothing unless origins are configured. A preflight is answered by the route
/// that answers every `OPTIONS`.
@Component(
        immediate = true,
        service = Middleware.class,
        configurationPid = "dev.gantry.cors",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class CorsMiddleware implements Middleware {
    private static final String ANY = "*";
    private static final String HEADERS = "Origin, X-Requested-With, Content-Type, Accept, X-Registry-Auth";
    private static final String METHODS = "HEAD, GET, POST, DELETE, PUT, OPTIONS";

    private volatile Set<String> origins;

    /// @param settings `api-cors-origins`: `https://host[:port]` each, or `*`; may change while the middleware runs
    @Activate
    public CorsMiddleware(Map<String, Object> settings) {
        origins = origins(settings);
    }

    private static Set<String> origins(Map<String, Object> settings) {
        return settings.get("api-cors-origins") instanceof String[] all ? Set.copyOf(List.of(all)) : Set.of();
    }

    @Modified
    void modified(Map<String, Object> settings) {
        origins = origins(settings);
    }

    @Override
    public int order() {
        return CORS;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            Set<String> allowed = origins;
            if (!allowed.isEmpty()) {
                allow(exchange, allowed);
            }
            next.handle(exchange);
        };
    }

    private static void allow(Exchange exchange, Set<String> allowed) {
        String origin = allowed.contains(ANY) ? ANY : exchange.header("Origin");
        if (!ANY.equals(origin)) {
            // Caches must not hand one origin's answer to another.
            exchange.setHeader("Vary", "Origin");
        }
        if (origin != null && allowed.contains(origin)) {
            exchange.setHeader("Access-Control-Allow-Origin", origin);
            exchange.setHeader("Access-Control-Allow-Headers", HEADERS);
            exchange.setHeader("Access-Control-Allow-Methods", METHODS);
        }
    }
}
