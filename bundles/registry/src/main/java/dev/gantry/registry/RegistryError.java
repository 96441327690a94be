package dev.gantry.registry;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a registry says when it refuses.
///
/// @param code in capitals: `MANIFEST_UNKNOWN`, `DENIED`; empty when it gave none
/// @param message its sentence
record RegistryError(String code, String message) {
    static final String DENIED = "DENIED";
    static final String UNAUTHORIZED = "UNAUTHORIZED";
    static final String MANIFEST_UNKNOWN = "MANIFEST_UNKNOWN";
    static final String NAME_UNKNOWN = "NAME_UNKNOWN";
    static final String BLOB_UNKNOWN = "BLOB_UNKNOWN";

    /// The JSON body of a refusal.
    record Body(
            @Nullable List<Entry> errors,
            @Nullable String message,
            @Nullable String details) {
        /// One refusal.
        record Entry(@Nullable String code, @Nullable String message) {}
    }

    /// The first refusal of a body, or one made from the status.
    static RegistryError of(int status, @Nullable Body body) {
        if (body != null && body.errors() != null && !body.errors().isEmpty()) {
            Body.Entry first = body.errors().getFirst();
            String code = first.code() == null ? "UNKNOWN" : first.code().toUpperCase(Locale.ROOT);
            String message = first.message() == null || first.message().isEmpty() ? usual(code) : first.message();
            return new RegistryError(code, message);
        }
        String said = body == null ? null : body.message() != null ? body.message() : body.details();
        return switch (status) {
            case 401 -> new RegistryError(UNAUTHORIZED, said == null ? usual(UNAUTHORIZED) : said);
            case 403 -> new RegistryError(DENIED, said == null ? usual(DENIED) : said);
            case 429 -> new RegistryError("TOOMANYREQUESTS", said == null ? "too many requests" : said);
            default -> new RegistryError("", said == null ? "" : said);
        };
    }

    private static String usual(String code) {
        return switch (code) {
            case UNAUTHORIZED -> "authentication required";
            case DENIED -> "requested access to the resource is denied";
            case MANIFEST_UNKNOWN -> "manifest unknown";
            case NAME_UNKNOWN -> "repository name not known to registry";
            case BLOB_UNKNOWN -> "blob unknown to registry";
            default -> "unknown error";
        };
    }

    /// As Docker prints it: `manifest unknown: manifest unknown`.
    String words() {
        return code.isEmpty() ? message : code.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + message;
    }
}
