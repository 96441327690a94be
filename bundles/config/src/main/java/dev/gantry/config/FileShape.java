package dev.gantry.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Writes values as the file has them.
final class FileShape {
    private FileShape() {}

    static void write(JsonGenerator json, Option.Kind kind, Object value) throws IOException {
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Long number -> json.writeNumber(number);
            case List<?> list -> list(json, kind, list);
            default -> json.writeString(value.toString());
        }
    }

    private static void list(JsonGenerator json, Option.Kind kind, List<?> list) throws IOException {
        boolean object = kind == Option.Kind.MAP || kind == Option.Kind.ULIMITS || kind == Option.Kind.RUNTIMES;
        if (object) {
            json.writeStartObject();
        } else {
            json.writeStartArray();
        }
        for (Object item : list) {
            String text = item.toString();
            switch (kind) {
                case MAP -> pair(json, text);
                case ULIMITS -> ulimit(json, text);
                case RUNTIMES -> {
                    json.writeFieldName(Runtimes.name(text));
                    json.writeRawValue(text.substring(text.indexOf('=') + 1));
                }
                case POOLS -> pool(json, text);
                default -> json.writeString(text);
            }
        }
        if (object) {
            json.writeEndObject();
        } else {
            json.writeEndArray();
        }
    }

    private static void pair(JsonGenerator json, String text) throws IOException {
        int equals = text.indexOf('=');
        json.writeStringField(text.substring(0, equals), text.substring(equals + 1));
    }

    private static void ulimit(JsonGenerator json, String text) throws IOException {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals);
        json.writeObjectFieldStart(text.substring(0, equals));
        json.writeStringField("Name", text.substring(0, equals));
        json.writeNumberField("Hard", Long.parseLong(text.substring(colon + 1)));
        json.writeNumberField("Soft", Long.parseLong(text.substring(equals + 1, colon)));
        json.writeEndObject();
    }

    private static void pool(JsonGenerator json, String text) throws IOException {
        int comma = text.indexOf(",size=");
        json.writeStartObject();
        json.writeStringField("base", text.substring("base=".length(), comma));
        json.writeNumberField("size", Long.parseLong(text.substring(comma + ",size=".length())));
        json.writeEndObject();
    }
}
