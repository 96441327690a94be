package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.registry.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers a registry's challenges for one conversation.
final class Authorizer {
    private final Credentials credentials;
    private final Tokens tokens;
    private final TokenServer server;
    private final String account;
    private volatile @Nullable AuthChallenge challenge;

    Authorizer(Credentials credentials, Tokens tokens, TokenServer server) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.server = server;
        this.account = fingerprint(credentials);
    }

    private static String fingerprint(Credentials credentials) {
        try {
            String all = String.join("\0", credentials.username(), credentials.password(), credentials.identityToken());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Remembers how the registry wants to be answered: by a token when it offers that, by a password else.
    ///
    /// @return whether it is anything that can be answered
    boolean learn(List<AuthChallenge> challenges) {
        for (String scheme : List.of("bearer", "basic")) {
            for (AuthChallenge offered : challenges) {
                if (offered.scheme().equals(scheme)) {
                    challenge = offered;
                    return true;
                }
            }
        }
        return false;
    }

    /// The `Authorization` for a request; empty when none was asked for.
    ///
    /// @param again the last one was refused: do not use it again
    /// @throws EngineException when there is nothing to answer with, or the token server refuses
    Optional<String> authorization(String scope, boolean again) {
        AuthChallenge asked = challenge;
        if (asked == null) {
            return Optional.empty();
        }
        if (asked.scheme().equals("basic")) {
            return Optional.of(basic(credentials));
        }
        if (!credentials.registryToken().isEmpty()) {
            return Optional.of("Bearer " + credentials.registryToken());
        }
        String wanted = scope.isEmpty() ? asked.parameter("scope") : scope;
        Tokens.Key key = new Tokens.Key(asked.parameter("realm"), asked.parameter("service"), wanted, account);
        if (again) {
            tokens.forget(key);
        }
        String token = tokens.find(key).orElseGet(() -> {
            TokenServer.Issued issued = server.issue(asked, wanted, credentials, false);
            tokens.put(key, issued.token(), issued.lifetime());
            return issued.token();
        });
        return Optional.of("Bearer " + token);
    }

    static String basic(Credentials credentials) {
        if (credentials.username().isEmpty()) {
            throw EngineException.unauthorized("no basic auth credentials");
        }
        String pair = credentials.username() + ":" + credentials.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
