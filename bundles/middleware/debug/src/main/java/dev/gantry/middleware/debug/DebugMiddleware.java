package dev.gantry.middleware.debug;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what is asked for, small JSON bodies, and refusals. Does nothing unless its own logger is at level debug, which may change at
/// any time.
@Component(immediate = true, service = Middleware.class)
public final class DebugMiddleware implements Middleware {
    private static final Logger LOG = LoggerFactory.getLogger(DebugMiddleware.class);
    private static final int BODY_LIMIT = 4096;

    private final ServiceSlot<JsonCodec> json = new ServiceSlot<>("the JSON codec");

    /// Needs nothing.
    @Activate
    public DebugMiddleware() {}

    @Override
    public int order() {
        return DEBUG;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            if (LOG.isDebugEnabled()) {
                logged(exchange, next);
            } else {
                next.handle(exchange);
            }
        };
    }

    private void logged(Exchange exchange, Handler next) throws Exception {
        String target = Masked.target(exchange.target());
        LOG.atDebug()
                .addKeyValue("module", "api")
                .addKeyValue("method", exchange.method())
                .addKeyValue("request-url", target)
                .log("Calling {} {}", exchange.method(), target);
        body(exchange);
        try {
            next.handle(exchange);
        } catch (EngineException e) {
            LOG.atDebug()
                    .addKeyValue("module", "api")
                    .addKeyValue("method", exchange.method())
                    .addKeyValue("request-url", target)
                    .addKeyValue("error-kind", e.kind().name().toLowerCase(Locale.ROOT))
                    .log("error response for {} {}: {}", exchange.method(), target, e.getMessage());
            throw e;
        }
    }

    private void body(Exchange exchange) throws IOException {
        if (!exchange.method().equals("POST")
                || exchange.contentLength() == 0
                || exchange.contentLength() > BODY_LIMIT
                || !isJson(exchange.header("Content-Type"))) {
            return;
        }
        byte[] body = exchange.peekBody(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            return;
        }
        try {
            Object value = json.call(codec -> codec.read(body, Object.class));
            if (value instanceof Map<?, ?> fields) {
                byte[] shown = json.<byte[]>call(codec -> codec.write(Masked.json(fields)));
                LOG.debug("form data: {}", new String(shown, StandardCharsets.UTF_8));
            }
        } catch (EngineException e) {
            // Not JSON after all: the handler says so.
            LOG.debug("form data: not shown, {}", e.getMessage());
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec codec) {
        json.bind(codec);
    }

    void unbindJson(JsonCodec codec) {
        json.unbind(codec);
    }
}
