package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.LoginResult;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/// `docker login`: tries credentials at a registry's first address.
///
/// @param calls ends with the login
record Login(RegistryRules rules, HttpClients clients, Calls calls, TokenServer tokens, JsonCodec json) {
    private static final String SUCCEEDED = "Login Succeeded";

    LoginResult attempt(Credentials credentials) {
        List<Endpoint> endpoints = rules.endpoints(domain(credentials.serverAddress()), Access.PUSH);
        for (int i = 0; ; i++) {
            Endpoint endpoint = endpoints.get(i);
            Answer first;
            try {
                first = get(endpoint, "");
            } catch (EngineException e) {
                if (i + 1 < endpoints.size() && !Thread.currentThread().isInterrupted()) {
                    continue;
                }
                throw e;
            }
            try (first) {
                return answer(endpoint, first, credentials);
            }
        }
    }

    /// `https://index.docker.io/v1/`, `registry.example:5000` and the like.
    static String domain(String serverAddress) {
        String address = serverAddress
                .replaceFirst("^https?://", "")
                .replaceFirst("/.*$", "")
                .toLowerCase(Locale.ROOT);
        boolean hub = address.isEmpty() || address.equals("index.docker.io") || address.equals("registry-1.docker.io");
        return hub ? Reference.HUB : address;
    }

    private LoginResult answer(Endpoint endpoint, Answer first, Credentials credentials) {
        for (AuthChallenge challenge : first.challenges()) {
            if (challenge.scheme().equals("bearer")) {
                return byToken(endpoint, challenge, credentials);
            }
        }
        String authorization = credentials.username().isEmpty() ? "" : Authorizer.basic(credentials);
        try (Answer answer = get(endpoint, authorization)) {
            return verdict(answer, "");
        }
    }

    private LoginResult byToken(Endpoint endpoint, AuthChallenge challenge, Credentials credentials) {
        TokenServer.Issued issued;
        try {
            issued = tokens.issue(challenge, "", credentials, true);
        } catch (EngineException e) {
            throw e.prefixed("Get \"" + endpoint.v2("") + "\"");
        }
        try (Answer answer = get(endpoint, "Bearer " + issued.token())) {
            return verdict(answer, issued.refresh());
        }
    }

    private LoginResult verdict(Answer answer, String identityToken) {
        if (answer.status() == 200) {
            return new LoginResult(SUCCEEDED, identityToken);
        }
        ErrorKind kind = answer.status() == 401 || answer.status() == 403 ? ErrorKind.UNAUTHORIZED : ErrorKind.SYSTEM;
        String words = "login attempt to " + answer.uri() + " failed with status: " + StatusText.of(answer.status());
        throw new EngineException(kind, words, null);
    }

    private Answer get(Endpoint endpoint, String authorization) {
        URI uri = endpoint.v2("");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(rules.settings().limits().ping())
                .GET();
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return calls.send(clients.forHost(RegistryRules.authority(uri), endpoint.verified()), request.build());
    }
}
