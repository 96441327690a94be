package dev.gantry.config;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.registry.InsecureRegistry;
import dev.gantry.api.registry.RegistryMirror;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads single values as the command line has them.
final class Values {
    private static final Set<String> LIMITS = Set.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    /// What the number of a size ends with.
    private static final String NUMERAL = "0123456789. ";

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private Values() {}

    /// The value of a flag, one element of it when the flag may be repeated.
    ///
    /// @throws IllegalArgumentException with the reason
    static Object parse(Option option, String text) {
        return switch (option.kind()) {
            case TEXT -> text;
            case LIST -> element(option, text);
            case SWITCH -> bool(text);
            case NUMBER -> number(text);
            case BYTES -> bytes(text);
            case ADDRESS -> text.isEmpty() ? text : address(text);
            case ADDRESSES -> address(text);
            case MAP -> pair(option, text);
            case ULIMITS -> ulimit(text);
            case POOLS -> pool(text);
            case RUNTIMES -> Runtimes.flag(text);
        };
    }

    /// The same for the command line, which says at once what is wrong with an element.
    ///
    /// @throws IllegalArgumentException with the reason
    static Object flag(Option option, String text) {
        switch (option.key()) {
            case "labels" -> Checks.label(text);
            case "dns-search" -> Checks.domain(text);
            case "insecure-registries" -> InsecureRegistry.parse(text);
            case "registry-mirrors" -> RegistryMirror.parse(text);
            default -> {}
        }
        return parse(option, text);
    }

    private static String element(Option option, String text) {
        if (option.key().equals("exec-opts") && !text.contains("=")) {
            throw new IllegalArgumentException("unknown option: '" + text + "'");
        }
        return text;
    }

    static boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                throw new IllegalArgumentException("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        };
    }

    static long number(String text) {
        try {
            return Long.decode(text.startsWith("+") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            String why = INTEGER.matcher(text).matches() ? "value out of range" : "invalid syntax";
            throw new IllegalArgumentException("strconv.ParseInt: parsing \"" + text + "\": " + why, e);
        }
    }

    /// `64m`, `1.5 GiB`, `1048576`: powers of 1024.
    static long bytes(String text) {
        int last = -1;
        for (int i = 0; i < text.length(); i++) {
            last = NUMERAL.indexOf(text.charAt(i)) >= 0 ? i : last;
        }
        double number;
        try {
            number = Double.parseDouble(text.substring(0, last + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid size: '" + text + "'", e);
        }
        if (number < 0) {
            throw new IllegalArgumentException("invalid size: '" + text + "'");
        }
        String unit = text.substring(last + 1).toLowerCase(Locale.ROOT);
        int power = switch (unit) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 1;
            case "m", "mb", "mib" -> 2;
            case "g", "gb", "gib" -> 3;
            case "t", "tb", "tib" -> 4;
            case "p", "pb", "pib" -> 5;
            default -> throw new IllegalArgumentException("invalid suffix: '" + unit + "'");
        };
        return (long) (number * Math.pow(1024, power));
    }

    static String address(String text) {
        try {
            return InetAddress.ofLiteral(text.strip()).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("failed to parse IP: \"" + text + "\"", e);
        }
    }

    private static String pair(Option option, String text) {
        if (option.key().equals("features")) {
            int equals = text.indexOf('=');
            return equals < 0 ? text + "=true" : text.substring(0, equals) + "=" + bool(text.substring(equals + 1));
        }
        if (text.indexOf('=') < 1) {
            throw new IllegalArgumentException("invalid argument: must be key=value");
        }
        return text;
    }

    /// `name=soft[:hard]`, made complete.
    static String ulimit(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("invalid ulimit argument: " + text);
        }
        String name = text.substring(0, equals);
        if (!LIMITS.contains(name)) {
            throw new IllegalArgumentException("invalid ulimit type: " + name);
        }
        String[] limits = text.substring(equals + 1).split(":", -1);
        if (limits.length > 2) {
            throw new IllegalArgumentException(
                    "too many limit value arguments - " + text + ", can only have up to two, `soft[:hard]`");
        }
        long soft = number(limits[0]);
        long hard = limits.length == 2 ? number(limits[1]) : soft;
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw new IllegalArgumentException(
                    "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
        }
        return name + "=" + soft + ":" + hard;
    }

    /// `base=CIDR,size=N`, made complete.
    static String pool(String text) {
        String base = "";
        String size = "";
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            String name = equals < 0
                    ? field.strip()
                    : field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : field.substring(equals + 1).strip();
            switch (name) {
                case "base" -> base = value;
                case "size" -> size = value;
                default -> throw new IllegalArgumentException("unexpected key '" + name + "' in '" + field + "'");
            }
        }
        if (base.isEmpty() || size.isEmpty()) {
            throw new IllegalArgumentException("an address pool needs a base and a size: " + text);
        }
        return pool(base, number(size));
    }

    static String pool(String base, long size) {
        IpPrefix prefix;
        try {
            prefix = IpPrefix.parse(base);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid base prefix: " + base, e);
        }
        if (base.indexOf('/') < 0) {
            throw new IllegalArgumentException("invalid base prefix: " + base);
        }
        int bits = prefix.address().getAddress().length * 8;
        if (size < prefix.length() || size > bits) {
            throw new IllegalArgumentException("invalid base prefix or size: " + base + ", " + size);
        }
        return "base=" + base + ",size=" + size;
    }
}
