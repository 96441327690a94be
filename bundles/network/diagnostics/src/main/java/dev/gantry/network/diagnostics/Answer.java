package dev.gantry.network.diagnostics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// What is said to a question, as Docker's own tools for this port read it.
///
/// @param message how it went
/// @param kind of the detail: `info`, `usage` or `error`
/// @param detail a sentence or several lines
record Answer(String message, String kind, String detail) {
    static Answer info(String text) {
        return new Answer("OK", "info", text);
    }

    static Answer usage(String text) {
        return new Answer("not implemented", "usage", text);
    }

    static Answer failed(String why) {
        return new Answer("FAIL", "error", why);
    }

    /// As plain text.
    String text() {
        return message + "\n" + (kind.equals("usage") ? "Usage: " : "") + detail;
    }

    /// As a JSON object.
    ///
    /// @param indented whether for people to read
    String json(boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            if (indented) {
                json.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            json.writeStartObject();
            json.writeStringField("message", message);
            json.writeObjectFieldStart("details");
            json.writeStringField(kind, detail);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
