package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.SearchResult;
import dev.gantry.api.types.Filters;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `docker search`: the old index API, which Docker Hub still has.
///
/// @param calls ends with the search
record Search(RegistryRules rules, HttpClients clients, Calls calls, JsonCodec json) {
    private static final Set<String> FILTERS = Set.of("is-official", "is-automated", "stars");
    private static final int LONGEST_ANSWER = 4 << 20;
    private static final List<Endpoint> HUB =
            List.of(new Endpoint(URI.create("https://index.docker.io/"), false, true));

    private record Found(@Nullable List<SearchResult> results) {}

    List<SearchResult> find(String term, int limit, Filters filters, Credentials credentials) {
        filters.requireOnly(FILTERS);
        boolean official = filters.flag("is-official", false);
        boolean automated = filters.flag("is-automated", false);
        int stars = filters.get("stars").stream().mapToInt(Search::number).max().orElse(0);
        return ask(term, limit, credentials).stream()
                .filter(result -> !filters.has("is-official") || result.is_official() == official)
                .filter(result -> !filters.has("is-automated") || result.is_automated() == automated)
                .filter(result -> result.star_count() >= stars)
                .toList();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("invalid filter 'stars=" + text + "'", e);
        }
    }

    private List<SearchResult> ask(String term, int limit, Credentials credentials) {
        if (term.contains("://")) {
            throw EngineException.invalidParameter(
                    "invalid repository name: repository name (" + term + ") should not have a scheme");
        }
        int slash = term.indexOf('/');
        boolean named = slash > 0 && term.substring(0, slash).matches(".*[.:].*|localhost");
        String domain = named ? Login.domain(term.substring(0, slash)) : Reference.HUB;
        String words = URLEncoder.encode(named ? term.substring(slash + 1) : term, StandardCharsets.UTF_8);
        List<Endpoint> endpoints = domain.equals(Reference.HUB) ? HUB : rules.endpoints(domain, Access.PUSH);
        for (int i = 0; ; i++) {
            Answer answer;
            try {
                answer = get(endpoints.get(i), "v1/search?q=" + words + "&n=" + limit, credentials);
            } catch (EngineException e) {
                if (i + 1 < endpoints.size() && !Thread.currentThread().isInterrupted()) {
                    continue;
                }
                throw e;
            }
            try (answer) {
                return results(answer);
            }
        }
    }

    private Answer get(Endpoint endpoint, String path, Credentials credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.base().resolve(path))
                .timeout(rules.settings().limits().ping())
                .GET();
        if (!credentials.username().isEmpty() && credentials.identityToken().isEmpty()) {
            request.header("Authorization", Authorizer.basic(credentials));
        }
        String authority = RegistryRules.authority(endpoint.base());
        return calls.send(clients.forHost(authority, endpoint.verified()), request.build());
    }

    private List<SearchResult> results(Answer answer) {
        if (answer.status() != 200) {
            throw EngineException.system("Unexpected status code " + answer.status());
        }
        try {
            List<SearchResult> results = json.read(answer.body().readNBytes(LONGEST_ANSWER), Found.class)
                    .results();
            return results == null ? List.of() : results;
        } catch (IOException e) {
            throw EngineException.system("search failed: " + e.getMessage(), e);
        }
    }
}
