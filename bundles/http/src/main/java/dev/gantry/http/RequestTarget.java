package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of a request target.
///
/// @param version what stands between `/v` and the next slash, or null
/// @param path the decoded path without the version
/// @param rawQuery what follows the question mark, possibly empty
/// @param canonical the decoded path as it should have been asked for, or null when it was
record RequestTarget(
        @Nullable String version,
        String path,
        String rawQuery,
        @Nullable String canonical) {
    /// @throws EngineException INVALID_PARAMETER for a broken escape
    static RequestTarget parse(String target) {
        String rest = withoutAuthority(target);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String path = decodePath(question < 0 ? rest : rest.substring(0, question));
        String canonical = path.contains("//") || path.contains("/.") ? clean(path) : path;
        int end = versionEnd(path);
        String version = end < 0 ? null : path.substring(2, end);
        return new RequestTarget(
                version, end < 0 ? path : path.substring(end), query, canonical.equals(path) ? null : canonical);
    }

    /// Where the version in `/v1.43/x` ends, or -1 when there is none.
    private static int versionEnd(String path) {
        if (!path.startsWith("/v")) {
            return -1;
        }
        int i = 2;
        while (i < path.length() && (path.charAt(i) == '.' || (path.charAt(i) >= '0' && path.charAt(i) <= '9'))) {
            i++;
        }
        return i > 2 && i < path.length() && path.charAt(i) == '/' ? i : -1;
    }

    private static String withoutAuthority(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            return "/" + target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    private static String decodePath(String path) {
        return path.indexOf('%') < 0 ? path : decode(path.replace("+", "%2B"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw EngineException.invalidParameter("invalid URL escape in \"" + text + "\"", e);
        }
    }

    private static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String joined = "/" + String.join("/", parts);
        return path.endsWith("/") && !joined.endsWith("/") ? joined + "/" : joined;
    }

    /// The query's parameters in their order.
    ///
    /// @throws EngineException INVALID_PARAMETER for a broken escape
    Map<String, List<String>> query() {
        return parameters(rawQuery);
    }

    static Map<String, List<String>> parameters(String written) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : written.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
        }
        return parameters;
    }
}
