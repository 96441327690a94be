package dev.gantry.daemon;

import dev.gantry.api.config.Configured;
import dev.gantry.api.config.Setting;
import dev.gantry.api.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The event that tells of a reload. Its attributes are the effective configuration, secrets masked: lists as JSON, maps as
/// Docker prints them.
final class ReloadEvent {
    private static final Set<String> DERIVED = Set.of("api-min-version", "restart", "tls-decided");

    private static final Pattern PATH = Pattern.compile("\"path\":\"([^\"]*)\"");

    private ReloadEvent() {}

    static Event of(String engineId, Configured configured) {
        Map<String, String> attributes = new TreeMap<>();
        for (Setting setting : configured.settings()) {
            if (!DERIVED.contains(setting.key())) {
                attributes.put(setting.key(), text(setting));
            }
        }
        attributes.put("name", HostName.read());
        return Event.of(Event.DAEMON, "reload", engineId, attributes);
    }

    /// `name:path`; the value is `name=` and a JSON object.
    private static String runtime(String entry) {
        Matcher path = PATH.matcher(entry);
        return entry.substring(0, entry.indexOf('=')) + ":" + (path.find() ? path.group(1) : "");
    }

    private static String text(Setting setting) {
        if (!(setting.value() instanceof List<?> list)) {
            return String.valueOf(setting.value());
        }
        return switch (setting.key()) {
            case "features" ->
                list.stream()
                        .map(pair -> pair.toString().replaceFirst("=", ":"))
                        .sorted()
                        .collect(Collectors.joining(" ", "map[", "]"));
            case "runtimes" ->
                list.stream().map(entry -> runtime(entry.toString())).collect(Collectors.joining(" "));
            default ->
                list.stream()
                        .map(item -> '"' + item.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "[", "]"));
        };
    }
}
