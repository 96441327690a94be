package dev.gantry.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parameters that come as a form in the body, as an HTML page or `curl -d` sends them: they count as much as those of the query, and
/// come before them. The body stays readable, since `curl --data-binary` calls an archive a form, too.
final class FormBody {
    private static final int LARGEST = 64 * 1024;

    private FormBody() {}

    /// Whether the body may be a form.
    static boolean is(String method, @Nullable String contentType, long length) {
        if (contentType == null || length == 0 || length > LARGEST || !takesBody(method)) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/x-www-form-urlencoded");
    }

    private static boolean takesBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    /// Reads ahead.
    interface Peek {
        byte[] at(int most) throws IOException;
    }

    /// The form's parameters, then the query's.
    static Map<String, List<String>> merged(Peek body, Map<String, List<String>> query) throws IOException {
        byte[] form = body.at(LARGEST + 1);
        if (form.length > LARGEST || isBinary(form)) {
            return query;
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        RequestTarget.parameters(new String(form, StandardCharsets.UTF_8))
                .forEach((name, values) -> all.put(name, new ArrayList<>(values)));
        query.forEach((name, values) ->
                all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
        return all;
    }

    /// An archive has bytes that no text has, mostly among the first ones.
    private static boolean isBinary(byte[] bytes) {
        for (byte b : bytes) {
            boolean control = b >= 0 && b < ' ' || b == 127;
            if (control && b != '\t' && b != '\r' && b != '\n') {
                return true;
            }
        }
        return false;
    }
}
