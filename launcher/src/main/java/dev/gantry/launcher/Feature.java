package dev.gantry.launcher;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One set of bundles and settings: an OSGi Feature in its JSON form.
///
/// @param id `group:artifact:version` of the feature itself
/// @param complete whether it brings all that its bundles need; else it is an addition to the others
/// @param bundles in the order in which they are installed
/// @param properties of the framework
public record Feature(String id, boolean complete, List<Entry> bundles, Map<String, String> properties) {
    /// The start level of a bundle that names none.
    static final int USUAL_LEVEL = 20;

    /// A bundle of a feature.
    ///
    /// @param artifact the second part of its id, which is also its symbolic name where it is ours
    /// @param startLevel the later, the higher
    /// @param started whether it is started with the others (`auto-start`); else another bundle sees to that
    public record Entry(String group, String artifact, String version, int startLevel, boolean started) {
        /// The name of its jar in the distribution.
        public String fileName() {
            return artifact + "-" + version + ".jar";
        }
    }

    /// Copies its collections.
    public Feature {
        bundles = List.copyOf(bundles);
        properties = Map.copyOf(properties);
    }

    /// Reads a feature file.
    public static Feature read(Path file) throws IOException {
        try {
            return of(object(Json.read(Files.readString(file))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Feature of(Map<String, @Nullable Object> json) {
        List<Entry> entries = new ArrayList<>();
        if (json.get("bundles") instanceof List<?> list) {
            list.forEach(item -> entries.add(entry(item)));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        object(json.get("framework-properties")).forEach((key, value) -> properties.put(key, String.valueOf(value)));
        if (json.containsKey("configurations")) {
            throw new IllegalArgumentException("settings belong into daemon.json, not into a feature");
        }
        String id = String.valueOf(json.get("id"));
        return new Feature(id, Boolean.TRUE.equals(json.get("complete")), entries, properties);
    }

    private static Entry entry(@Nullable Object item) {
        if (item instanceof String id) {
            return entry(id, USUAL_LEVEL, true);
        }
        Map<String, @Nullable Object> json = object(item);
        int level = json.get("start-order") instanceof BigDecimal order ? order.intValueExact() : USUAL_LEVEL;
        return entry(String.valueOf(json.get("id")), level, !Boolean.FALSE.equals(json.get("auto-start")));
    }

    private static Entry entry(String id, int level, boolean started) {
        String[] parts = id.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a bundle id is group:artifact:version, not " + id);
        }
        return new Entry(parts[0], parts[1], parts[2], level, started);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object json) {
        if (json == null) {
            return Map.of();
        }
        if (json instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalArgumentException("an object was expected, not " + json);
    }
}
