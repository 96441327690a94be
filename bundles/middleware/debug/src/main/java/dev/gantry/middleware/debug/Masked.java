package dev.gantry.middleware.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may be logged of a request.
final class Masked {
    static final String STARS = "*****";

    private static final Set<String> SECRET =
            Set.of("data", "jointoken", "password", "secret", "signingcakey", "unlockkey");

    /// Credentials in a URL, be it a parameter of another one.
    private static final Pattern USER = Pattern.compile("(://|%3A%2F%2F)[^/?#&@]*(@|%40)", Pattern.CASE_INSENSITIVE);

    private Masked() {}

    static String target(String target) {
        return USER.matcher(target).replaceAll("$1" + STARS + "$2");
    }

    /// A copy of a JSON value without what must stay secret, at any depth.
    static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> {
                String name = String.valueOf(key);
                copy.put(name, SECRET.contains(name.toLowerCase(Locale.ROOT)) ? STARS : json(each));
            });
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(json(each)));
            return copy;
        }
        return value;
    }
}
