package dev.gantry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// OCI runtimes that the operator names. As a value each is `name=` and the object that the file has for it, as JSON.
final class Runtimes {
    private static final String STOCK = "runc";

    private Runtimes() {}

    /// `name=path`.
    static String flag(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("invalid runtime: " + text + ": must be name=path");
        }
        return entry(text.substring(0, equals), text.substring(equals + 1), List.of(), "", Map.of());
    }

    /// The value of the file's key.
    static List<String> file(Map<?, ?> runtimes) {
        List<String> entries = new ArrayList<>();
        runtimes.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!(value instanceof Map<?, ?> runtime)) {
                throw bad(name, "must be an object");
            }
            entries.add(entry(
                    name,
                    text(name, FileSettings.field(runtime, "path")),
                    texts(name, FileSettings.field(runtime, "runtimeArgs")),
                    text(name, FileSettings.field(runtime, "runtimeType")),
                    options(name, FileSettings.field(runtime, "options"))));
        });
        return unique(entries);
    }

    private static Map<?, ?> options(String name, @Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> options -> options;
            default -> throw bad(name, "options must be an object");
        };
    }

    private static String entry(String given, String path, List<String> args, String type, Map<?, ?> options) {
        String name = given.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals(STOCK)) {
            throw new IllegalArgumentException(
                    name.isEmpty() ? "a runtime needs a name" : "runtime name '" + STOCK + "' is reserved");
        }
        if (path.isEmpty() == type.isEmpty()) {
            throw bad(
                    name,
                    path.isEmpty()
                            ? "either a runtimeType or a path must be configured"
                            : "cannot configure both path and runtimeType for the same runtime");
        }
        if (!type.isEmpty() && !args.isEmpty()) {
            throw bad(name, "runtimeArgs and runtimeType are mutually exclusive");
        }
        if (!path.isEmpty() && !options.isEmpty()) {
            throw bad(name, "options cannot be used with a path runtime");
        }
        try {
            return name + "=" + json(path, args, type, RuntimeOptions.checked(type, options));
        } catch (IllegalArgumentException e) {
            throw bad(name, e.getMessage(), e);
        }
    }

    private static String json(String path, List<String> args, String type, Map<String, Object> options) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            if (!path.isEmpty()) {
                json.writeStringField("path", path);
            }
            if (!type.isEmpty()) {
                json.writeStringField("runtimeType", type);
            }
            if (!args.isEmpty()) {
                json.writeFieldName("runtimeArgs");
                json.writeArray(args.toArray(String[]::new), 0, args.size());
            }
            if (!options.isEmpty()) {
                json.writeObjectFieldStart("options");
                for (Map.Entry<String, Object> option : options.entrySet()) {
                    json.writeFieldName(option.getKey());
                    switch (option.getValue()) {
                        case Boolean flag -> json.writeBoolean(flag);
                        case Long number -> json.writeNumber(number);
                        case Object word -> json.writeString(word.toString());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Flags and file together.
    ///
    /// @throws IllegalArgumentException when a name comes twice
    static List<String> unique(List<String> entries) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String entry : entries) {
            String name = name(entry);
            if (byName.putIfAbsent(name, entry) != null) {
                throw new IllegalArgumentException("runtime '" + name + "' was already registered");
            }
        }
        return List.copyOf(byName.values());
    }

    static String name(String entry) {
        return entry.substring(0, entry.indexOf('='));
    }

    private static String text(String name, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            default -> throw bad(name, "path and runtimeType must be strings");
        };
    }

    private static List<String> texts(String name, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw bad(name, "runtimeArgs must be a list of strings");
        }
        return list.stream().map(String.class::cast).toList();
    }

    private static IllegalArgumentException bad(String name, String why) {
        return bad(name, why, null);
    }

    private static IllegalArgumentException bad(String name, @Nullable String why, @Nullable Exception cause) {
        return new IllegalArgumentException("runtime " + name + ": " + why, cause);
    }
}
