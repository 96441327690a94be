package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// Reads request bodies that must be JSON.
final class JsonBody {
    private JsonBody() {}

    /// Refuses a label that is not JSON's.
    static void check(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            throw EngineException.invalidParameter(
                    "malformed Content-Type header (" + contentType + "): mime: no media type");
        }
        if (type.chars().anyMatch(c -> c <= ' ' || "()<>@,;:\\\"[]?=".indexOf(c) >= 0)
                || type.indexOf('/') != type.lastIndexOf('/')) {
            throw EngineException.invalidParameter("malformed Content-Type header (" + contentType
                    + "): mime: unexpected content after media subtype");
        }
        if (!type.equals("application/json")) {
            throw EngineException.invalidParameter(
                    "unsupported Content-Type header (" + contentType + "): must be 'application/json'");
        }
    }

    static byte[] read(InputStream body, int limit) throws IOException {
        byte[] json = body.readNBytes(limit + 1);
        if (json.length > limit) {
            throw EngineException.invalidParameter("request body too large: more than " + limit + " bytes");
        }
        return json;
    }
}
