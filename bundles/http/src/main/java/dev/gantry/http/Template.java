package dev.gantry.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A path template, ready to be matched.
final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^{}]+))?}");

    private final String text;
    private final String prefix;
    private final int literals;
    private final List<String> names = new ArrayList<>();
    private final Pattern pattern;

    Template(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int from = 0;
        int literal = 0;
        while (variable.find()) {
            regex.append(Pattern.quote(text.substring(from, variable.start())));
            literal += variable.start() - from;
            names.add(variable.group(1));
            regex.append('(')
                    .append(variable.group(2) == null ? "[^/]+" : variable.group(2))
                    .append(')');
            from = variable.end();
        }
        regex.append(Pattern.quote(text.substring(from)));
        literals = literal + text.length() - from;
        int brace = text.indexOf('{');
        prefix = brace < 0 ? text : text.substring(0, brace);
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean isLiteral() {
        return names.isEmpty();
    }

    /// How much literal text it has; the more, the more it means.
    int literals() {
        return literals;
    }

    /// What the variables stand for in `path`, or null when it does not fit.
    @Nullable Map<String, String> match(String path) {
        if (!path.startsWith(prefix)) {
            return null;
        }
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> values = HashMap.newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return values;
    }

    @Override
    public String toString() {
        return text;
    }
}
