package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.registry.Access;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends requests to one end point: answers its challenges, follows its redirects, and asks again when it is in trouble.
final class Connection {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> TROUBLES = Set.of(429, 500, 502, 503, 504);
    private static final int MOST_REDIRECTS = 10;
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final HttpClients clients;
    private final RegistryRules rules;
    private final Calls calls;
    private final Authorizer authorizer;
    private final Conversation.Purpose purpose;
    private boolean reached;

    Connection(Endpoint endpoint, Transport transport, Authorizer authorizer, Conversation.Purpose purpose) {
        this.endpoint = endpoint;
        this.clients = transport.clients();
        this.rules = transport.rules();
        this.calls = transport.calls();
        this.authorizer = authorizer;
        this.purpose = purpose;
    }

    /// What all connections of a conversation share.
    record Transport(HttpClients clients, RegistryRules rules, Calls calls) {}

    Endpoint endpoint() {
        return endpoint;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    Calls calls() {
        return calls;
    }

    /// Makes sure that a registry answers here, and learns how it wants to be answered. Asks once.
    synchronized void reach() {
        if (reached) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(endpoint.v2(""))
                .timeout(rules.settings().limits().ping())
                .GET()
                .build();
        try (Answer answer = calls.send(client(endpoint.base()), request)) {
            authorizer.learn(answer.challenges());
            reached = true;
        }
    }

    /// Sends a request without a body, or with a short one.
    ///
    /// @param scope what the token must allow
    Answer send(HttpRequest.Builder request, String scope) {
        HttpRequest.Builder timed = request.timeout(rules.settings().limits().head());
        purpose.headers().forEach((name, values) -> values.forEach(value -> timed.header(name, value)));
        for (int attempt = 1; ; attempt++) {
            Answer answer = authorized(timed, scope);
            boolean harmless = answer.method().equals("GET") || answer.method().equals("HEAD");
            if (attempt == MOST_ATTEMPTS || !harmless || !TROUBLES.contains(answer.status())) {
                return answer;
            }
            Duration pause = pause(answer, attempt);
            answer.close();
            calls.pause(pause);
        }
    }

    private static Duration pause(Answer answer, int attempt) {
        Duration asked = answer.header("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ofMillis(250L << attempt));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    private Answer authorized(HttpRequest.Builder request, String scope) {
        Answer answer = exchange(request, scope, false);
        if (answer.status() != 401 || !authorizer.learn(answer.challenges())) {
            return answer;
        }
        boolean hopeless =
                answer.challenges().stream().anyMatch(c -> c.scheme().equals("basic")) && answer.sentAuthorization();
        if (hopeless) {
            return answer;
        }
        answer.close();
        return exchange(request, scope, true);
    }

    private Answer exchange(HttpRequest.Builder request, String scope, boolean again) {
        HttpRequest plain = request.copy().build();
        Optional<String> authorization = authorization(plain, scope, again);
        HttpRequest.Builder signed = request.copy();
        authorization.ifPresent(value -> signed.setHeader("Authorization", value));
        Answer answer = calls.send(client(plain.uri()), signed.build()).signed(authorization.isPresent());
        return follow(answer, plain, authorization.orElse(null));
    }

    /// Pulls say which request was not answered for, pushes only why, as Docker's do.
    private Optional<String> authorization(HttpRequest request, String scope, boolean again) {
        try {
            return sameHost(request.uri(), endpoint.base()) ? authorizer.authorization(scope, again) : Optional.empty();
        } catch (EngineException e) {
            if (purpose.access() == Access.PUSH) {
                throw e;
            }
            String verb =
                    request.method().charAt(0) + request.method().substring(1).toLowerCase(Locale.ROOT);
            throw e.prefixed(verb + " \"" + request.uri() + "\"");
        }
    }

    private Answer follow(Answer first, HttpRequest request, @Nullable String authorization) {
        Answer answer = first;
        for (int hop = 0; REDIRECTS.contains(answer.status()) && isRead(request); hop++) {
            Optional<String> location = answer.header("Location");
            if (location.isEmpty() || hop == MOST_REDIRECTS) {
                return answer;
            }
            answer.close();
            URI target = answer.uri().resolve(location.get());
            HttpRequest.Builder next = HttpRequest.newBuilder(target)
                    .timeout(rules.settings().limits().head())
                    .method(request.method(), HttpRequest.BodyPublishers.noBody());
            List.of("Accept", "Range")
                    .forEach(name -> request.headers().firstValue(name).ifPresent(v -> next.header(name, v)));
            if (authorization != null && sameHost(target, endpoint.base())) {
                next.header("Authorization", authorization);
            }
            answer = calls.send(client(target), next.build()).signed(first.sentAuthorization());
        }
        return answer;
    }

    private static boolean isRead(HttpRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && RegistryRules.authority(one).equals(RegistryRules.authority(other));
    }

    /// Sends a long body, once.
    Answer upload(HttpRequest.Builder request, CountedUpload body, String scope) {
        HttpRequest plain = request.copy().build();
        authorization(plain, scope, false).ifPresent(value -> request.setHeader("Authorization", value));
        purpose.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return calls.upload(client(plain.uri()), request.build(), body);
    }

    private HttpClient client(URI uri) {
        String authority = RegistryRules.authority(uri);
        boolean verified = sameHost(uri, endpoint.base()) ? endpoint.verified() : !rules.isInsecure(authority);
        return clients.forHost(authority, verified);
    }
}
