package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the token server that a registry names for tokens.
final class TokenServer {
    private static final Duration USUAL_LIFETIME = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 1 << 20;

    private final HttpClients clients;
    private final RegistryRules rules;
    private final Calls calls;
    private final JsonCodec json;

    TokenServer(HttpClients clients, RegistryRules rules, Calls calls, JsonCodec json) {
        this.clients = clients;
        this.rules = rules;
        this.calls = calls;
        this.json = json;
    }

    /// A token, how long it is good, and what may be kept in place of the password.
    record Issued(String token, Duration lifetime, String refresh) {}

    private record Grant(
            @Nullable String token,
            @Nullable String access_token,
            @Nullable Long expires_in,
            @Nullable String refresh_token) {}

    /// @param offline whether a refresh token is wanted too
    Issued issue(AuthChallenge challenge, String scope, Credentials credentials, boolean offline) {
        URI realm = realm(challenge, credentials);
        HttpRequest.Builder request = credentials.identityToken().isEmpty()
                ? byPassword(realm, challenge, scope, credentials, offline)
                : byRefreshToken(realm, challenge, scope, credentials);
        String authority = RegistryRules.authority(realm);
        Answer answer = calls.send(
                clients.forHost(authority, !rules.isInsecure(authority)),
                request.timeout(rules.settings().limits().ping()).build());
        try (answer) {
            byte[] bytes = answer.body().readNBytes(LONGEST_ANSWER);
            if (answer.status() != 200) {
                throw refused(answer.status(), bytes);
            }
            return issued(json.read(bytes, Grant.class));
        } catch (IOException e) {
            throw EngineException.system("failed to fetch a token from " + authority + ": " + e.getMessage(), e);
        }
    }

    private URI realm(AuthChallenge challenge, Credentials credentials) {
        String written = challenge.parameter("realm");
        URI realm;
        try {
            realm = URI.create(written);
        } catch (IllegalArgumentException e) {
            throw EngineException.system("invalid token auth challenge realm: " + written, e);
        }
        boolean known = realm.getHost() != null && List.of("http", "https").contains(String.valueOf(realm.getScheme()));
        if (!known) {
            throw EngineException.system("invalid token auth challenge realm: " + written);
        }
        boolean plain = realm.getScheme().equals("http");
        if (plain && !credentials.isEmpty() && !rules.isInsecure(RegistryRules.authority(realm))) {
            throw EngineException.system("refusing to send credentials to " + written + " without TLS");
        }
        return realm;
    }

    private HttpRequest.Builder byPassword(
            URI realm, AuthChallenge challenge, String scope, Credentials credentials, boolean offline) {
        List<String> query = new ArrayList<>();
        add(query, "service", challenge.parameter("service"));
        for (String one : scope.split(" ")) {
            add(query, "scope", one);
        }
        add(query, "account", credentials.username());
        if (offline) {
            add(query, "offline_token", "true");
            add(query, "client_id", "docker");
        }
        String joined = String.join("&", query);
        String separator = realm.getRawQuery() == null ? "?" : "&";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        joined.isEmpty() ? realm : URI.create(realm + separator + joined))
                .GET();
        if (!credentials.username().isEmpty()) {
            request.header("Authorization", Authorizer.basic(credentials));
        }
        return request;
    }

    private static HttpRequest.Builder byRefreshToken(
            URI realm, AuthChallenge challenge, String scope, Credentials credentials) {
        List<String> form = new ArrayList<>();
        add(form, "grant_type", "refresh_token");
        add(form, "refresh_token", credentials.identityToken());
        add(form, "service", challenge.parameter("service"));
        add(form, "client_id", "docker");
        add(form, "scope", scope);
        return HttpRequest.newBuilder(realm)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)));
    }

    private static void add(List<String> pairs, String name, String value) {
        if (!value.isEmpty()) {
            pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private EngineException refused(int status, byte[] bytes) {
        RegistryError error = RegistryError.of(status, Refusals.body(json, bytes));
        ErrorKind kind = status == 401 || status == 403 ? ErrorKind.UNAUTHORIZED : ErrorKind.SYSTEM;
        String words =
                error.words().isEmpty() ? "failed to fetch a token: unexpected status: " + status : error.words();
        return new EngineException(kind, words, null);
    }

    private static Issued issued(Grant answer) {
        String token = answer.token() != null && !answer.token().isEmpty() ? answer.token() : answer.access_token();
        if (token == null || token.isEmpty()) {
            throw EngineException.system("authorization server did not include a token in the response");
        }
        Duration lifetime = answer.expires_in() == null ? USUAL_LIFETIME : Duration.ofSeconds(answer.expires_in());
        return new Issued(token, lifetime, answer.refresh_token() == null ? "" : answer.refresh_token());
    }
}
