package dev.gantry.config;

import dev.gantry.config.Option.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the command line says, by flag name: the last value, or all values of a flag that may be repeated.
final class Arguments {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Arguments() {}

    /// Reads flags as Docker's own parser does: `--name value`, `--name=value`, `-xvalue`, `-x value`, `-x=value`, grouped
    /// shorthands, `--` before what are no flags.
    static Arguments parse(Options options, List<String> args) throws UsageException {
        Arguments parsed = new Arguments();
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            if (arg.equals("--")) {
                if (rest.hasNext()) {
                    throw noArguments();
                }
            } else if (arg.startsWith("--")) {
                parsed.longFlag(options, arg.substring(2), rest);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                parsed.shorthands(options, arg.substring(1), rest);
            } else {
                throw noArguments();
            }
        }
        return parsed;
    }

    private static UsageException noArguments() {
        return new UsageException("\"gantryd\" accepts no arguments");
    }

    private void longFlag(Options options, String text, Iterator<String> rest) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (name.isEmpty()) {
            throw new UsageException("bad flag syntax: --" + text);
        }
        Option option = options.flag(name);
        if (option == null) {
            throw new UsageException("unknown flag: --" + name);
        }
        if (equals >= 0) {
            set(option, "\"--" + name + "\" flag", text.substring(equals + 1));
        } else if (option.kind() == Kind.SWITCH) {
            values.put(option.flag(), true);
        } else if (rest.hasNext()) {
            set(option, "\"--" + name + "\" flag", rest.next());
        } else {
            throw new UsageException("flag needs an argument: --" + name);
        }
    }

    private void shorthands(Options options, String letters, Iterator<String> rest) throws UsageException {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            Option option = options.shorthand(letter);
            if (option == null) {
                throw new UsageException("unknown shorthand flag: '" + letter + "' in -" + letters);
            }
            String where = "\"-" + letter + ", --" + option.flag() + "\" flag";
            String tail = letters.substring(i + 1);
            if (tail.startsWith("=")) {
                set(option, where, tail.substring(1));
                return;
            }
            if (option.kind() == Kind.SWITCH) {
                values.put(option.flag(), true);
                continue;
            }
            if (!tail.isEmpty()) {
                set(option, where, tail);
            } else if (rest.hasNext()) {
                set(option, where, rest.next());
            } else {
                throw new UsageException("flag needs an argument: '" + letter + "' in -" + letters);
            }
            return;
        }
    }

    private void set(Option option, String where, String text) throws UsageException {
        Object value;
        try {
            value = Values.flag(option, text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("invalid argument \"" + text + "\" for " + where + ": " + e.getMessage());
        }
        if (!option.kind().isMany()) {
            values.put(option.flag(), value);
            return;
        }
        List<Object> all = new ArrayList<>();
        if (values.get(option.flag()) instanceof List<?> earlier) {
            all.addAll(earlier);
        }
        all.add(value);
        values.put(option.flag(), List.copyOf(all));
    }

    boolean has(Option option) {
        return values.containsKey(option.flag());
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    @Nullable Object value(Option option) {
        return values.get(option.flag());
    }

    boolean isOn(String flag) {
        return Boolean.TRUE.equals(values.get(flag));
    }
}
