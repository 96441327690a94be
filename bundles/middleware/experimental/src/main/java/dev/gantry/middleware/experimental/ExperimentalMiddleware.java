package dev.gantry.middleware.experimental;

import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/// Sets the header `Docker-Experimental`. Stands behind the check of the version, so a refused version does not see it.
@Component(
        immediate = true,
        service = Middleware.class,
        configurationPid = "dev.gantry.http",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class ExperimentalMiddleware implements Middleware {
    private volatile boolean on;

    /// @param settings `experimental`; may change while the middleware runs
    @Activate
    public ExperimentalMiddleware(Map<String, Object> settings) {
        on = isOn(settings);
    }

    private static boolean isOn(Map<String, Object> settings) {
        return Boolean.TRUE.equals(settings.get("experimental"));
    }

    @Modified
    void modified(Map<String, Object> settings) {
        on = isOn(settings);
    }

    @Override
    public int order() {
        return EXPERIMENTAL;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            exchange.setHeader("Docker-Experimental", String.valueOf(on));
            next.handle(exchange);
        };
    }
}
