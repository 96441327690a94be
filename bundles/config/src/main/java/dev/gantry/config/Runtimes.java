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
        return entry(text.substring(0, equals), text.substring(equals + 1), List.of(), "");
    }

    /// The value of the file's key.
    static List<String> file(Map<?, ?> runtimes) {
        List<String> entries = new ArrayList<>();
        runtimes.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!(value instanceof Map<?, ?> runtime)) {
                throw bad(name, "must be an object");
            }
            if (FileSettings.field(runtime, "options") instanceof Map<?, ?> options && !options.isEmpty()) {
                throw bad(name, "'options' is not supported yet");
            }
            entries.add(entry(
                    name,
                    text(name, FileSettings.field(runtime, "path")),
                    texts(name, FileSettings.field(runtime, "runtimeArgs")),
                    text(name, FileSettings.field(runtime, "runtimeType"))));
        });
        return unique(entries);
    }

    private static String entry(String given, String path, List<String> args, String type) {
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
        return name + "=" + json(path, args, type);
    }

    private static String json(String path, List<String> args, String type) {
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
        return new IllegalArgumentException("runtime " + name + ": " + why);
    }
}
