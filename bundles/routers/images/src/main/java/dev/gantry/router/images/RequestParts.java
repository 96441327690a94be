package dev.gantry.router.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.types.AuthConfig;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what several of the routes take.
///
/// @param json reads JSON in parameters and headers
record RequestParts(JsonCodec json) {
    private static final String META = "x-meta-";
    private static final String CLIENT = "User-Agent";

    /// `X-Registry-Auth`; one that cannot be read counts as absent.
    Credentials credentials(Exchange exchange) {
        String header = exchange.header("X-Registry-Auth");
        if (header == null || header.isBlank()) {
            return Credentials.NONE;
        }
        try {
            byte[] decoded = Base64.getUrlDecoder()
                    .decode(header.strip().replace('+', '-').replace('/', '_'));
            return Credentials.of(json.read(decoded, AuthConfig.class));
        } catch (IllegalArgumentException | EngineException e) {
            return Credentials.NONE;
        }
    }

    /// `X-Meta-…`, to be passed on, and who asks.
    Map<String, List<String>> meta(Exchange exchange) {
        Map<String, List<String>> meta = new TreeMap<>();
        exchange.headers().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(META)) {
                meta.put(name, values);
            }
        });
        String client = ClientAgent.current();
        if (!client.isEmpty()) {
            meta.put(CLIENT, List.of(client));
        }
        return meta;
    }

    /// A repository and, beside it, a tag or a digest.
    Reference reference(String name, String tagOrDigest) {
        Reference reference = Reference.parse(name);
        if (tagOrDigest.isEmpty()) {
            return reference;
        }
        return tagOrDigest.indexOf(':') >= 0
                ? reference.atDigest(tagOrDigest)
                : reference.repository().withTag(tagOrDigest);
    }

    /// The `platform` parameter from that API version on, as text or as JSON; null when there is none.
    @Nullable Platform platform(Exchange exchange, int since) {
        String text = exchange.query("platform");
        if (text.isEmpty() || exchange.apiVersion().isBefore(since)) {
            return null;
        }
        return text.startsWith("{") ? parsed(text) : Platforms.parse(text);
    }

    /// The `platforms` parameters from that API version on, each as JSON.
    List<Platform> platforms(Exchange exchange, int since) {
        return exchange.apiVersion().isBefore(since)
                ? List.of()
                : exchange.queryAll("platforms").stream().map(this::parsed).toList();
    }

    private Platform parsed(String text) {
        Platform platform = json.read(text.getBytes(StandardCharsets.UTF_8), Platform.class);
        if (platform.os().isEmpty() || platform.architecture().isEmpty()) {
            throw EngineException.invalidParameter("both OS and Architecture must be provided");
        }
        return platform;
    }

    /// The `filters` parameter.
    Filters filters(Exchange exchange) {
        String text = exchange.query("filters");
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        Map<?, ?> parsed;
        try {
            parsed = json.read(text.getBytes(StandardCharsets.UTF_8), Map.class);
        } catch (EngineException e) {
            throw EngineException.invalidParameter("invalid filter", e);
        }
        return Filters.ofJson(parsed);
    }
}
