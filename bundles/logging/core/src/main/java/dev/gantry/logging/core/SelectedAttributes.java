package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LoggedContainer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What the options `labels`, `labels-regex`, `env` and `env-regex` select.
final class SelectedAttributes {
    private SelectedAttributes() {}

    /// @throws EngineException INVALID_PARAMETER for a pattern that is none
    static Map<String, String> of(LoggedContainer container, Map<String, String> options) {
        Map<String, String> found = new HashMap<>();
        select(container.labels(), options.get("labels"), options.get("labels-regex"), found);
        select(environment(container), options.get("env"), options.get("env-regex"), found);
        return found;
    }

    private static Map<String, String> environment(LoggedContainer container) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : container.environment()) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }

    private static void select(
            Map<String, String> from, @Nullable String names, @Nullable String pattern, Map<String, String> into) {
        if (names != null && !names.isEmpty()) {
            for (String name : names.split(",")) {
                String value = from.get(name);
                if (value != null) {
                    into.put(name, value);
                }
            }
        }
        if (pattern != null && !pattern.isEmpty()) {
            Predicate<String> matches = compile(pattern).asPredicate();
            from.forEach((name, value) -> {
                if (matches.test(name)) {
                    into.put(name, value);
                }
            });
        }
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw EngineException.invalidParameter(
                    "error parsing regexp: " + e.getDescription() + ": `" + pattern + "`", e);
        }
    }
}
