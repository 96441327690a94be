package dev.gantry.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Hides what must not be read in a log, an event or an answer.
final class Secrets {
    static final String MASK = "xxxxx";

    /// Keys that name proxies.
    static final Set<String> PROXIES = Set.of("http-proxy", "https-proxy", "no-proxy");

    /// The user information of a URL.
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");

    /// Proxies are often written without a scheme.
    private static final Pattern BARE_USER = Pattern.compile("^[^/?#\\s]*@");

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(token|secret|password|passwd|credential|api-?key|access-?key).*", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /// The value as it may be shown.
    static Object masked(String key, Object value) {
        return switch (value) {
            case String text when PROXIES.contains(key) -> proxy(text);
            case String text -> url(text);
            case List<?> list ->
                list.stream().map(item -> pair(String.valueOf(item))).toList();
            default -> value;
        };
    }

    private static String proxy(String text) {
        return text.contains("://") ? url(text) : BARE_USER.matcher(text).replaceFirst(MASK + ":" + MASK + "@");
    }

    private static String url(String text) {
        return USER.matcher(text).replaceAll(MASK + ":" + MASK + "@");
    }

    private static String pair(String text) {
        int equals = text.indexOf('=');
        if (equals > 0 && SECRET_NAME.matcher(text.substring(0, equals)).matches()) {
            return text.substring(0, equals + 1) + MASK;
        }
        return url(text);
    }
}
