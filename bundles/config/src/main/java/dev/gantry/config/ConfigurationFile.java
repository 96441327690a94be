package dev.gantry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `daemon.json` as it stands: maps, lists, strings, numbers, booleans and nulls.
final class ConfigurationFile {
    private ConfigurationFile() {}

    /// The top-level object; empty for an empty file.
    ///
    /// @throws IllegalArgumentException with what is wrong with its content
    /// @throws IOException with what is wrong with the file, in Go's words
    static Map<String, @Nullable Object> read(Path file) throws IOException {
        byte[] bytes;
        if (file.toString().isEmpty()) {
            throw new IOException("open : no such file or directory");
        }
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("open " + file + ": no such file or directory", e);
        } catch (IOException e) {
            throw new IOException(
                    "read " + file + ": " + (Files.isDirectory(file) ? "is a directory" : "permission denied"), e);
        }
        return parse(bytes);
    }

    static Map<String, @Nullable Object> parse(byte[] bytes) throws IOException {
        return parse(decode(bytes));
    }

    static Map<String, @Nullable Object> parse(String text) throws IOException {
        if (text.isBlank()) {
            return Map.of();
        }
        try (JsonParser json = new JsonFactory().createParser(text)) {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                return Map.of();
            }
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("json: cannot unmarshal " + word(json.currentToken())
                        + " into Go value of type map[string]interface {}");
            }
            Map<String, @Nullable Object> object = object(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("unexpected content after the configuration");
            }
            return object;
        } catch (JsonEOFException e) {
            throw new IllegalArgumentException("unexpected end of JSON input", e);
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw new IllegalArgumentException(
                    "invalid JSON at line " + where.getLineNr() + ", column " + where.getColumnNr() + ": "
                            + firstSentence(e),
                    e);
        }
    }

    private static String firstSentence(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    static String word(@Nullable JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case null, default -> "value";
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, value(json));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? json.getBigIntegerValue()
                        : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /// UTF-8, with or without a byte order mark; UTF-16 with one.
    private static String decode(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            return decode(bytes, 0, StandardCharsets.UTF_16);
        }
        return decode(bytes, startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(byte[] bytes, int from, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharsetDecoder decoder = charset.newDecoder();
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            int offset = in.position();
            throw new IllegalArgumentException("invalid " + charset + " at offset " + offset + kind(e), e);
        }
    }

    private static String kind(CharacterCodingException e) {
        return e instanceof java.nio.charset.MalformedInputException bad
                ? " (" + CoderResult.malformedForLength(bad.getInputLength()) + ")"
                : "";
    }
}
