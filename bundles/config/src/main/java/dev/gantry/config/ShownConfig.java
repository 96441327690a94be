package dev.gantry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gantry.api.config.Origin;
import dev.gantry.api.config.Setting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The configuration as it may be read by anybody.
final class ShownConfig {
    private final Options options;
    private final Merged merged;

    ShownConfig(Options options, Merged merged) {
        this.options = options;
        this.merged = merged;
    }

    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        merged.config()
                .values()
                .forEach((key, value) -> settings.add(new Setting(
                        key,
                        Secrets.masked(key, value),
                        merged.origins().getOrDefault(key, Origin.DEFAULT),
                        Effects.of(key))));
        return settings;
    }

    /// In the shape of `daemon.json`.
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            Map<String, Object> proxies = new TreeMap<>();
            for (Map.Entry<String, Object> entry : merged.config().values().entrySet()) {
                Option option = options.key(entry.getKey());
                Object value = Secrets.masked(entry.getKey(), entry.getValue());
                if (option == null) {
                    continue;
                }
                if (Secrets.PROXIES.contains(entry.getKey())) {
                    proxies.put(entry.getKey(), value);
                } else {
                    json.writeFieldName(entry.getKey());
                    FileShape.write(json, option.kind(), value);
                }
            }
            json.writeObjectFieldStart("proxies");
            for (Map.Entry<String, Object> entry : proxies.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue().toString());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
