package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the arguments of a Dockerfile instruction apart.
///
/// @param json reads the list form
record Words(JsonCodec json) {
    /// A list in JSON; null when it is none.
    @Nullable List<String> list(String arguments) {
        if (!arguments.startsWith("[")) {
            return null;
        }
        try {
            List<Object> items = json.readList(arguments.getBytes(StandardCharsets.UTF_8), Object.class);
            return items.stream().allMatch(String.class::isInstance)
                    ? items.stream().map(String::valueOf).toList()
                    : null;
        } catch (EngineException e) {
            return null;
        }
    }

    /// A command: the list, or a shell that is given the text.
    List<String> command(String arguments, @Nullable List<String> shell) {
        List<String> listed = list(arguments);
        if (listed != null) {
            return listed;
        }
        List<String> command = new ArrayList<>(shell == null || shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
        command.add(arguments);
        return command;
    }

    /// Words between spaces; quotes hold words together, a backslash takes the next character as it stands.
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                open = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                open = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    /// `A=b C="d e"`, or the old form of a name, a space and the whole rest.
    static Map<String, String> pairs(String instruction, String text) {
        List<String> words = split(text);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (!words.isEmpty() && words.getFirst().indexOf('=') < 0) {
            String[] two = text.strip().split("\\s+", 2);
            if (two.length < 2) {
                throw EngineException.invalidParameter(instruction + " must have two arguments");
            }
            pairs.put(two[0], two[1]);
            return pairs;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw EngineException.invalidParameter(
                        "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }
}
