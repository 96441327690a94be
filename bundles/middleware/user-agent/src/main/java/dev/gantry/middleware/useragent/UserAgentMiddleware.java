package dev.gantry.middleware.useragent;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the client's `User-Agent` known to what the request calls, and notes (at level debug) a docker client of another release.
@Component(immediate = true, service = Middleware.class)
public final class UserAgentMiddleware implements Middleware {
    private static final Logger LOG = LoggerFactory.getLogger(UserAgentMiddleware.class);
    private static final Pattern DOCKER = Pattern.compile("Docker-Client/([^ ]+).*");

    /// Needs nothing.
    @Activate
    public UserAgentMiddleware() {}

    @Override
    public int order() {
        return USER_AGENT;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            String agent = exchange.header("User-Agent");
            if (agent == null || agent.isEmpty()) {
                next.handle(exchange);
            } else {
                compare(agent);
                ClientAgent.handle(agent, next, exchange);
            }
        };
    }

    private static void compare(String agent) {
        if (LOG.isDebugEnabled()) {
            Matcher docker = DOCKER.matcher(agent);
            if (docker.matches() && !docker.group(1).equals(ApiVersion.RELEASE)) {
                LOG.debug(
                        "client and server don't have the same version (client: {}, server: {})",
                        docker.group(1),
                        ApiVersion.RELEASE);
            }
        }
    }
}
