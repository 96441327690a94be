package dev.gantry.router.config;

import dev.gantry.api.config.Configured;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.Setting;
import dev.gantry.api.config.SettingChange;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.lease.ServiceSlot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Shows the configuration in force and has it read again.
@Component(immediate = true, service = Router.class)
public final class ConfigRouter implements Router {
    private static final int LARGEST_FILE = 1 << 20;

    private final ServiceSlot<Configured> configured = new ServiceSlot<>("the configuration");

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/gantry/config", this::show), Route.post("/gantry/config/reload", this::reload));
    }

    private void show(Exchange exchange) throws IOException {
        List<Setting> settings = configured.call(Configured::settings);
        exchange.respondJson(200, settings.stream().map(ConfigRouter::json).toList());
    }

    private static Map<String, Object> json(Setting setting) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Key", setting.key());
        json.put("Value", setting.value());
        json.put("Origin", setting.origin().word());
        json.put("Effect", setting.effect().words());
        return json;
    }

    private void reload(Exchange exchange) throws IOException {
        byte[] file = exchange.body().readNBytes(LARGEST_FILE + 1);
        if (file.length > LARGEST_FILE) {
            throw EngineException.invalidParameter("the configuration is larger than " + LARGEST_FILE + " bytes");
        }
        boolean dryRun = exchange.queryBoolean("dry-run");
        if (!dryRun && file.length > 0) {
            throw EngineException.invalidParameter(
                    "the configuration is read from the daemon's file; a body is for dry-run=1 only");
        }
        ReloadReport report = configured.call(
                service -> dryRun ? service.rehearse(file.length == 0 ? null : file) : service.reload());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("DryRun", dryRun);
        answer.put("Changes", report.changes().stream().map(ConfigRouter::json).toList());
        exchange.respondJson(200, answer);
    }

    private static Map<String, Object> json(SettingChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Key", change.key());
        json.put("From", change.from());
        json.put("To", change.to());
        json.put("Effect", change.effect().words());
        return json;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConfigured(Configured service) {
        configured.bind(service);
    }

    void unbindConfigured(Configured service) {
        configured.unbind(service);
    }
}
