package dev.gantry.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.gantry.api.error.EngineException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says what is wrong with a piece of JSON in the words that clients of the reference engine know.
final class JsonWords {
    private static final Pattern CHARACTER =
            Pattern.compile("character \\('(.)'|token '(.)|character \\(CTRL-CHAR, code (\\d+)\\)", Pattern.DOTALL);

    private JsonWords() {}

    static EngineException endOfFile() {
        return EngineException.invalidParameter("invalid JSON: got EOF while reading request body");
    }

    static EngineException refused(JsonProcessingException failure) {
        return EngineException.invalidParameter("invalid JSON: " + reason(failure), failure);
    }

    private static String reason(JsonProcessingException failure) {
        return switch (failure) {
            case JsonEOFException _ -> "unexpected EOF";
            case JsonParseException syntax -> syntax(syntax.getOriginalMessage());
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case JsonMappingException mapping when mapping.getCause() instanceof JsonEOFException -> "unexpected EOF";
            case JsonMappingException mapping
            when mapping.getCause() instanceof JsonParseException syntax -> syntax(syntax.getOriginalMessage());
            case JsonMappingException mapping
            when mapping.getCause() instanceof EngineException told -> told.getMessage();
            default -> firstLine(failure.getOriginalMessage());
        };
    }

    private static String syntax(String message) {
        Matcher found = CHARACTER.matcher(message);
        if (!found.find()) {
            return firstLine(message);
        }
        return "invalid character '" + character(found) + "' " + place(message);
    }

    private static String character(Matcher found) {
        if (found.group(3) != null) {
            int code = Integer.parseInt(found.group(3));
            return code == '\n' ? "\\n" : String.format(Locale.ROOT, "\\x%02x", code);
        }
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    private static String place(String message) {
        if (message.contains("start field name")) {
            return "looking for beginning of object key string";
        }
        if (message.contains("separate Object entries")) {
            return "after object key:value pair";
        }
        if (message.contains("separate Array entries")) {
            return "after array element";
        }
        return message.contains("colon") ? "after object key" : "looking for beginning of value";
    }

    private static String mismatch(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        if (message.contains("end-of-input")) {
            return "unexpected EOF";
        }
        return "json: cannot unmarshal " + given(failure) + " into Go " + where(failure)
                + wanted(failure.getTargetType());
    }

    private static String given(MismatchedInputException failure) {
        JsonToken token = failure.getProcessor() instanceof JsonParser parser ? parser.currentToken() : null;
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "object";
            case START_ARRAY, END_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL -> "null";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case null, default -> "value";
        };
    }

    private static String where(MismatchedInputException failure) {
        StringBuilder path = new StringBuilder();
        String root = "";
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (root.isEmpty() && step.getFrom() != null) {
                root = step.getFrom() instanceof Class<?> type
                        ? type.getSimpleName()
                        : step.getFrom().getClass().getSimpleName();
            }
            if (step.getFieldName() != null) {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "value of type " : "struct field " + root + path + " of type ";
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "value";
        }
        if (type == String.class) {
            return "string";
        }
        if (type == long.class || type == Long.class) {
            return "int64";
        }
        if (type == int.class || type == Integer.class) {
            return "int";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "bool";
        }
        if (type == double.class || type == Double.class) {
            return "float64";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "[]string";
        }
        return Map.class.isAssignableFrom(type) ? "map[string]string" : type.getSimpleName();
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
