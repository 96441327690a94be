package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Turns what a registry refuses into failures in Docker's words.
///
/// @param json reads the registry's own words
/// @param access for what it was asked
record Refusals(JsonCodec json, Access access) {
    private static final int LONGEST_BODY = 64 << 10;

    /// The body of a refusal; null when it is not what registries send.
    static RegistryError.@Nullable Body body(JsonCodec json, byte[] bytes) {
        try {
            return bytes.length == 0 ? null : json.read(bytes, RegistryError.Body.class);
        } catch (EngineException e) {
            return null;
        }
    }

    /// The refusal of a manifest, with the reference that was asked for.
    EngineException ofManifest(Reference asked, Answer answer) {
        RegistryError error = error(answer);
        if (answer.status() == 404 && error.code().isEmpty()) {
            error = new RegistryError(RegistryError.MANIFEST_UNKNOWN, "manifest unknown");
        }
        if (access == Access.INSPECT) {
            return plain(error, answer);
        }
        return switch (error.code()) {
            case RegistryError.DENIED ->
                EngineException.notFound("pull access denied for " + asked.familiarName()
                        + ", repository does not exist or may require 'docker login': " + error.words());
            case RegistryError.MANIFEST_UNKNOWN ->
                EngineException.notFound("manifest for " + asked.familiar() + " not found: " + error.words());
            case RegistryError.NAME_UNKNOWN ->
                EngineException.notFound("repository " + asked.familiarName() + " not found: " + error.words());
            default -> plain(error, answer);
        };
    }

    /// Any other refusal.
    EngineException of(Answer answer) {
        return plain(error(answer), answer);
    }

    private RegistryError error(Answer answer) {
        byte[] bytes;
        try (answer) {
            bytes = answer.body().readNBytes(LONGEST_BODY);
        } catch (IOException e) {
            bytes = new byte[0];
        }
        RegistryError error = RegistryError.of(answer.status(), body(json, bytes));
        return answer.status() == 401 && isScopeTooSmall(answer)
                ? new RegistryError(RegistryError.DENIED, "requested access to the resource is denied")
                : error;
    }

    private static boolean isScopeTooSmall(Answer answer) {
        return answer.challenges().stream()
                .anyMatch(challenge -> challenge.parameter("error").equals("insufficient_scope"));
    }

    private static EngineException plain(RegistryError error, Answer answer) {
        int status = answer.status();
        ErrorKind kind = switch (status) {
            case 401 -> ErrorKind.UNAUTHORIZED;
            case 403 -> ErrorKind.FORBIDDEN;
            case 404 -> ErrorKind.NOT_FOUND;
            case 408, 429 -> ErrorKind.UNAVAILABLE;
            default -> status < 500 ? ErrorKind.INVALID_PARAMETER : ErrorKind.SYSTEM;
        };
        String words = error.words();
        if (words.isEmpty()) {
            words = status >= 500
                    ? "received unexpected HTTP status: " + StatusText.of(status)
                    : "unexpected status from " + answer.method() + " request to " + answer.uri() + ": "
                            + StatusText.of(status);
        }
        return new EngineException(kind, words, null);
    }
}
