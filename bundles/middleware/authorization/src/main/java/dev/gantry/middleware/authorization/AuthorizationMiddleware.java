package dev.gantry.middleware.authorization;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the configured plugins before a request is handled and before it is answered. The list may change while requests are under
/// way: one that is under way is judged by those that saw it, less those that are configured no more.
@Component(
        immediate = true,
        service = {Middleware.class, Reconfigurable.class},
        configurationPid = "dev.gantry.authorization",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class AuthorizationMiddleware implements Middleware, Reconfigurable {
    private static final String KEY = "authorization-plugins";
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationMiddleware.class);

    private final ServiceSlot<Plugins> plugins = new ServiceSlot<>("authorization by plugins");
    private final ServiceSlot<JsonCodec> json = new ServiceSlot<>("the JSON codec");
    private final Jury jury;

    /// @param settings `authorization-plugins`: names in the order of asking; may change while the middleware runs
    @Activate
    public AuthorizationMiddleware(Map<String, Object> settings) {
        jury = new Jury(plugins, names(settings));
    }

    private static List<String> names(Map<String, Object> settings) {
        return settings.get(KEY) instanceof String[] names ? List.of(names) : List.of();
    }

    @Modified
    void modified(Map<String, Object> settings) {
        jury.replace(names(settings));
    }

    /// Refuses plugins that are not to be found now: with them every request would fail.
    @Override
    public Preparation prepare(ConfigChange change) {
        if (change.concerns(KEY)) {
            for (String name : change.after().list(KEY)) {
                try {
                    plugins.call(all -> all.find(name, Plugins.AUTHORIZATION, Duration.ZERO));
                } catch (EngineException e) {
                    throw ConfigChange.refusal(KEY, e.getMessage());
                }
            }
        }
        return Preparation.NOTHING;
    }

    @Override
    public int order() {
        return AUTHORIZATION;
    }

    @Override
    public Handler wrap(Handler next) {
        return exchange -> {
            List<String> asked = jury.names();
            if (asked.isEmpty()) {
                next.handle(exchange);
            } else {
                judged(exchange, next, asked);
            }
        };
    }

    private void judged(Exchange exchange, Handler next, List<String> asked) throws Exception {
        Question question = Questions.of(exchange);
        Interruption interruption = new Interruption();
        exchange.onClientGone(interruption::now);
        try {
            interruption.during(() -> jury.request(asked, question));
        } catch (EngineException e) {
            LOG.error("AuthZRequest for {} {} returned error: {}", exchange.method(), exchange.path(), e.getMessage());
            throw e;
        }
        HeldAnswer held = new HeldAnswer(exchange, json);
        Exception failure = null;
        try {
            next.handle(held);
        } catch (Exception e) {
            held.giveUp();
            failure = e;
        }
        try {
            interruption.during(() -> jury.response(asked, held.shownIn(question)));
        } catch (EngineException e) {
            LOG.error("AuthZResponse for {} {} returned error: {}", exchange.method(), exchange.path(), e.getMessage());
            if (failure == null) {
                throw e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        held.send();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlugins(Plugins service) {
        plugins.bind(service);
    }

    void unbindPlugins(Plugins service) {
        plugins.unbind(service);
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
