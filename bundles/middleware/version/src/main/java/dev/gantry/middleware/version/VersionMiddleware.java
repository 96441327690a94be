package dev.gantry.middleware.version;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/// Tells clients which API they speak to, and refuses versions that it does not speak.
@Component(
        immediate = true,
        service = Middleware.class,
        configurationPid = "dev.gantry.http",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class VersionMiddleware implements Middleware {
    private static final String SERVER = "Docker/" + ApiVersion.RELEASE + " (linux)";
    private static final ApiVersion FIRST_WITH_JSON_ERRORS = new ApiVersion(1, 24);

    private volatile ApiVersion oldest = ApiVersion.OLDEST;

    /// @param settings `api-min-version`: the oldest version that is served (1.24); may change while the middleware runs
    @Activate
    public VersionMiddleware(Map<String, Object> settings) {
        modified(settings);
    }

    /// Live: a new instance would keep requests waiting for those that are under way.
    @Modified
    void modified(Map<String, Object> settings) {
        this.oldest = settings.get("api-min-version") instanceof String text && !text.isEmpty()
                ? ApiVersion.parse(text)
                : ApiVersion.OLDEST;
    }

    @Override
    public int order() {
        return VERSION;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            exchange.setHeader("Server", SERVER);
            exchange.setHeader("Api-Version", ApiVersion.NEWEST.toString());
            exchange.setHeader("Ostype", "linux");
            String refusal = refusal(exchange.versionInPath());
            if (refusal != null) {
                refuse(exchange, refusal);
                return;
            }
            next.handle(exchange);
        };
    }

    private @Nullable String refusal(@Nullable String version) {
        ApiVersion oldest = this.oldest;
        if (version == null) {
            return null;
        }
        ApiVersion wanted = ApiVersion.parse(version);
        if (wanted.compareTo(oldest) < 0) {
            return "client version " + version + " is too old. Minimum supported API version is " + oldest
                    + ", please upgrade your client to a newer version";
        }
        return wanted.compareTo(ApiVersion.NEWEST) > 0
                ? "client version " + version + " is too new. Maximum supported API version is " + ApiVersion.NEWEST
                : null;
    }

    /// A client from before JSON errors gets plain text.
    private static void refuse(Exchange exchange, String refusal) throws IOException {
        if (exchange.apiVersion().compareTo(FIRST_WITH_JSON_ERRORS) >= 0) {
            throw EngineException.invalidParameter(refusal);
        }
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.respondBytes(400, "text/plain; charset=utf-8", (refusal + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
